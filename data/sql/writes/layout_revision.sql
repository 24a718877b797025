-- Appends the rows of batch, numbered in the order of their ids; columns it lacks become NULL.
INSERT INTO facts.layout_revision BY NAME
SELECT
    batch.*,
    (SELECT coalesce(max(seq), 0) FROM facts.layout_revision)
        + row_number() OVER (ORDER BY batch.revision_id) AS seq
FROM batch
