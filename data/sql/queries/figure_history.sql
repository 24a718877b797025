-- One row per revision of the yearly figures of some indicators in one area, newest year
-- first: what users sent, including undone and withdrawn revisions, and what was published,
-- including figures that their source revised later.
WITH revision AS (
    SELECT
        revision_id, indicator_id, area_id, year, value, unit, state, source, note,
        NULL AS note_zh, upload_id, recorded_at, recorded_by, is_withdrawn, seq
    FROM facts.observation_revision
    WHERE period = 'Y'
    UNION ALL
    SELECT
        'published:' || indicator_id || ':' || area_id || ':' || year || ':' || period
            || CASE WHEN is_current THEN '' ELSE ':' || edition END,
        indicator_id, area_id, year, value, unit, state, source, note, note_zh,
        NULL, NULL, NULL, false, 0
    FROM plan.published
    WHERE period = 'Y'
)
SELECT
    revision.* EXCLUDE (seq), upload.file_name,
    NOT coalesce(upload.root_is_live, true) AS is_undone,
    figure.revision_id IS NOT NULL AS is_in_force
FROM revision
LEFT JOIN facts.upload_state AS upload USING (upload_id)
LEFT JOIN facts.figure AS figure
    ON figure.revision_id = revision.revision_id
    AND figure.indicator_id = revision.indicator_id
    AND figure.area_id = revision.area_id AND figure.year = revision.year
WHERE revision.area_id = $area_id AND list_contains($indicator_ids, revision.indicator_id)
ORDER BY revision.year DESC, revision.indicator_id, revision.seq DESC, is_in_force DESC,
         revision.revision_id DESC
