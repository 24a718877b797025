-- One row: how many figures stand.
SELECT count(*) AS figures FROM current.figure
