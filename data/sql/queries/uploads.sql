-- One row per upload, newest first, also of those of which only the number is seen. changed counts what of
-- it was new, revised, withdrawn or verified: the others of its rows repeat what stood already. The upload says so
-- itself, an undo has no rows of its own; NULL where an upload does not say, or is not seen whole.
-- Every second undo of an upload takes back the one before, which restores the upload.
SELECT
    upload.upload_id, upload.dataset, upload.file_name, upload.uploaded_at,
    upload.uploaded_by, upload.undoes_upload_id, upload.counts, upload.note,
    CASE
        WHEN upload.undoes_upload_id IS NOT NULL
            THEN if(count(upload.undoes_upload_id) OVER of_root % 2 = 1, 'undo', 'restore')
        WHEN upload.root_is_live THEN 'live'
        ELSE 'undone' END AS status,
    upload.can_be_undone,
    coalesce(
        (said->>'new')::BIGINT + (said->>'revised')::BIGINT
            + coalesce((said->>'withdrawn')::BIGINT, 0),
        (said->>'verified')::BIGINT,
        CASE WHEN said->>'undone' IS NOT NULL THEN 0 END) AS changed
FROM (SELECT *, TRY_CAST(counts AS JSON) AS said FROM facts.upload_state) AS upload
WINDOW of_root AS (PARTITION BY upload.root_id ORDER BY upload.seq)
ORDER BY upload.seq DESC
