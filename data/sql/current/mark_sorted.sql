-- Says that no rows stand behind the sorted ones any more.
INSERT INTO current.state
SELECT max(revision_seq), max(upload_seq), max(step_seq), -sum(unsorted_rows) FROM current.state
