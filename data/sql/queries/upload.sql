-- The upload with a given id, and how many revisions it wrote.
SELECT
    upload.*,
    (SELECT count(*) FROM facts.observation_revision AS r WHERE r.upload_id = upload.upload_id)
    + (SELECT count(*) FROM facts.project_revision AS r WHERE r.upload_id = upload.upload_id)
        AS revisions
FROM facts.upload_state AS upload
WHERE upload.upload_id = $upload_id
