-- One row: how many values were sent since a number.
SELECT max(revision_seq) - $revision_seq AS sent FROM current.state
