-- One row per upload of which anything is seen, newest first. changed counts what of it was new, revised
-- or verified: the others of its rows repeat what stood already. The upload says so itself, an undo has no
-- rows of its own; rows are counted only where an upload does not say, or is not seen whole.
WITH listed AS (
    SELECT
        *,
        coalesce(
            (said->>'new')::BIGINT + (said->>'revised')::BIGINT, (said->>'verified')::BIGINT,
            CASE WHEN said->>'undone' IS NOT NULL THEN 0 END) AS told
    FROM (SELECT *, TRY_CAST(counts AS JSON) AS said FROM facts.upload_state)
),
written AS (
    SELECT upload_id, sum(revisions)::BIGINT AS revisions
    FROM (
        SELECT part.upload_id, counted.revisions
        FROM (
            SELECT part_id, count(*) AS revisions
            FROM facts.observation_row
            WHERE EXISTS (FROM listed WHERE told IS NULL)
            GROUP BY part_id) AS counted
        JOIN facts.observation_part AS part USING (part_id)
        UNION ALL
        SELECT upload_id, 1 FROM facts.project_revision
        UNION ALL
        SELECT upload_id, 1 FROM facts.factor_revision
        UNION ALL
        SELECT upload_id, 1 FROM facts.pasture_revision
        UNION ALL
        SELECT upload_id, 1 FROM facts.forage_source_revision
        UNION ALL
        SELECT upload_id, 1 FROM facts.herd_revision)
    WHERE upload_id IN (SELECT upload_id FROM listed WHERE told IS NULL)
    GROUP BY upload_id
)
SELECT
    upload.upload_id, upload.dataset, upload.file_name, upload.uploaded_at,
    upload.uploaded_by, upload.undoes_upload_id, upload.counts, upload.note,
    CASE WHEN upload.undoes_upload_id IS NOT NULL THEN 'undo'
         WHEN upload.root_is_live THEN 'live'
         ELSE 'undone' END AS status,
    upload.can_be_undone,
    coalesce(upload.told, written.revisions, 0) AS changed
FROM listed AS upload
LEFT JOIN written USING (upload_id)
-- Of an upload of which nothing is seen only the number is there: it is nobody's business here.
WHERE upload.file_name <> '' OR upload.counts IS NOT NULL OR written.revisions > 0
ORDER BY upload.seq DESC
