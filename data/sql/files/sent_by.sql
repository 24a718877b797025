-- One row where a person sent the file of an upload: its hash.
SELECT upload.sha256
FROM facts.upload AS upload
JOIN facts.file_sender AS sender USING (sha256)
WHERE upload.upload_id = $upload_id AND sender.person_id = $person_id
LIMIT 1
