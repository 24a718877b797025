-- One row, or none: a value of a sample with the newest finding.
SELECT * EXCLUDE (revision_id)
FROM facts.sample_check_revision
WHERE sample_id = TRY_CAST($sample_id AS UUID) AND subject_id = TRY_CAST($subject_id AS UUID)
ORDER BY seq DESC
LIMIT 1
