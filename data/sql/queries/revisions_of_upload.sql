-- One row per observation that an upload recorded.
SELECT * EXCLUDE (seq) FROM facts.observation_revision
WHERE upload_id = $upload_id AND NOT is_withdrawn
ORDER BY seq
