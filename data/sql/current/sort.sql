-- Sorts what is kept.
CREATE OR REPLACE TABLE current.figure AS
FROM current.figure
ORDER BY indicator_id, area_id, period, year;
INSERT INTO current.state
SELECT max(revision_seq), max(upload_seq), max(step_seq), -sum(unsorted_rows) FROM current.state
