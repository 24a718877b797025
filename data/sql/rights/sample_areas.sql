-- One row per area that a sample has values of.
SELECT DISTINCT area_id
FROM facts.sample_check_revision
WHERE sample_id = TRY_CAST($sample_id AS UUID)
