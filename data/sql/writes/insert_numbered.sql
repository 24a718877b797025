-- Appends the rows of batch to a table, numbered in the order of their ids; columns it lacks
-- become NULL.
INSERT INTO {table} BY NAME
SELECT
    batch.*,
    (SELECT coalesce(max(seq), 0) FROM {table}) + row_number() OVER (ORDER BY batch.{key}) AS seq
FROM batch
