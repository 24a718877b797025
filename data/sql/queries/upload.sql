-- The upload with a given id, how many revisions it wrote, and who undid it or its undo last.
SELECT
    upload.*,
    (SELECT count(*) FROM facts.observation_revision AS r WHERE r.upload_id = upload.upload_id)
    + (SELECT count(*) FROM facts.project_revision AS r WHERE r.upload_id = upload.upload_id)
    + (SELECT count(*) FROM facts.factor_revision AS r WHERE r.upload_id = upload.upload_id)
    + (SELECT count(*) FROM facts.pasture_revision AS r WHERE r.upload_id = upload.upload_id)
    + (SELECT count(*) FROM facts.forage_source_revision AS r WHERE r.upload_id = upload.upload_id)
    + (SELECT count(*) FROM facts.herd_revision AS r WHERE r.upload_id = upload.upload_id)
        AS revisions,
    newest.uploaded_by AS newest_by,
    newest.uploaded_at AS newest_at
FROM facts.upload_state AS upload
JOIN facts.upload AS newest ON newest.upload_id = upload.newest_id
WHERE upload.upload_id = TRY_CAST($upload_id AS UUID)
