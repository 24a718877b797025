-- One row: the number of rows inserted.
SELECT count(*) FROM revision
