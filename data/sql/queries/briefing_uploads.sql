-- One row per upload that counts and of which anything is seen, oldest first: what a briefing of the
-- present facts rests on.
SELECT upload_id, dataset, file_name, sha256, uploaded_at, seq
FROM facts.upload_state
WHERE undoes_upload_id IS NULL AND root_is_live AND (file_name <> '' OR counts IS NOT NULL)
ORDER BY seq
