-- One row per revision of one project, newest first; revisions of undone uploads are marked.
SELECT
    revision.* EXCLUDE (seq), upload.file_name,
    NOT coalesce(upload.root_is_live, true) AS is_undone
FROM plan.project_revision AS revision
LEFT JOIN facts.upload_state AS upload USING (upload_id)
WHERE revision.project_id = $project_id
ORDER BY revision.seq DESC
