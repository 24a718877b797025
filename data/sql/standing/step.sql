-- One row per value of an act: its newest revision.
SELECT * EXCLUDE (revision_id)
FROM facts.step_revision
WHERE step_id = TRY_CAST($step_id AS UUID)
QUALIFY row_number() OVER (PARTITION BY subject_id ORDER BY seq DESC) = 1
ORDER BY seq
