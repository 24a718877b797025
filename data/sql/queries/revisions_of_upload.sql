-- One row per observation that an upload recorded.
SELECT * EXCLUDE (seq) FROM facts.observation_revision
WHERE upload_id = TRY_CAST($upload_id AS UUID) AND NOT is_withdrawn
ORDER BY seq
