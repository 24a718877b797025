-- Appends the rows of batch, numbered in the order of their ids; columns it lacks become NULL.
INSERT INTO facts.group_member_revision BY NAME
SELECT
    batch.*,
    (SELECT coalesce(max(seq), 0) FROM facts.group_member_revision)
        + row_number() OVER (ORDER BY batch.revision_id) AS seq
FROM batch
