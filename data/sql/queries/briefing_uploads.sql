-- One row per upload that counts, oldest first: what a briefing of the present facts rests on.
SELECT upload_id, dataset, file_name, sha256, uploaded_at, seq
FROM facts.upload_state
WHERE undoes_upload_id IS NULL AND root_is_live
ORDER BY seq
