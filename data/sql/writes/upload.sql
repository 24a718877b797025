-- Appends the rows of batch, numbered in the order of their ids; columns it lacks become NULL.
INSERT INTO facts.upload BY NAME
SELECT
    batch.*,
    (SELECT coalesce(max(seq), 0) FROM facts.upload)
        + row_number() OVER (ORDER BY batch.upload_id) AS seq
FROM batch
