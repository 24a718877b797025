-- One row, or none: a project as it stands, with who changed that last, be it by undoing an
-- upload. seq is 0 where all its revisions are undone.
WITH revision AS (
    SELECT
        revision.*, coalesce(upload.root_is_live, true) AS counts,
        CASE WHEN turn.upload_id IS NULL THEN revision.recorded_by ELSE turn.uploaded_by END AS changed_by,
        coalesce(turn.uploaded_at, revision.recorded_at) AS changed_at
    FROM plan.project_revision AS revision
    LEFT JOIN facts.upload_state AS upload USING (upload_id)
    LEFT JOIN facts.upload AS turn
        ON turn.upload_id = upload.newest_id AND upload.newest_id <> upload.upload_id
    WHERE revision.project_id = $project_id
),
newest AS (
    SELECT changed_by, changed_at FROM revision ORDER BY seq DESC LIMIT 1
)
SELECT
    revision.* EXCLUDE (seq, recorded_by, recorded_at, is_withdrawn, counts, changed_by, changed_at),
    CASE WHEN counts THEN seq ELSE 0 END AS seq,
    newest.changed_by AS recorded_by,
    newest.changed_at AS recorded_at,
    is_withdrawn OR NOT counts AS is_withdrawn
FROM revision, newest
ORDER BY counts DESC, seq DESC
LIMIT 1
