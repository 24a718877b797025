-- One row: the number of the newest upload, 0 before there is any.
SELECT coalesce(max(seq), 0) AS seq FROM facts.upload
