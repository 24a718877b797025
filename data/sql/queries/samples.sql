-- One row per sample that stands, the newest first.
SELECT * EXCLUDE (revision_id, is_withdrawn)
FROM facts.sample_revision
QUALIFY row_number() OVER (PARTITION BY sample_id ORDER BY seq DESC) = 1 AND NOT is_withdrawn
ORDER BY seq DESC
