-- One row, or none: a sample as it stands.
SELECT * EXCLUDE (revision_id)
FROM facts.sample_revision
WHERE sample_id = TRY_CAST($sample_id AS UUID)
ORDER BY seq DESC
LIMIT 1
