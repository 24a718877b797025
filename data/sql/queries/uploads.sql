-- One row per upload, newest first.
WITH written AS (
    SELECT upload_id, count(*) AS revisions FROM facts.observation_revision GROUP BY upload_id
    UNION ALL
    SELECT upload_id, count(*) FROM facts.project_revision GROUP BY upload_id
)
SELECT
    upload.upload_id, upload.dataset, upload.file_name, upload.uploaded_at,
    upload.uploaded_by, upload.undoes_upload_id, upload.counts, upload.note,
    CASE WHEN upload.undoes_upload_id IS NOT NULL THEN 'undo'
         WHEN upload.root_is_live THEN 'live'
         ELSE 'undone' END AS status,
    upload.can_be_undone,
    coalesce(sum(written.revisions), 0)::BIGINT AS revisions
FROM facts.upload_state AS upload
LEFT JOIN written USING (upload_id)
GROUP BY ALL
ORDER BY max(upload.seq) DESC
