-- One row per indicator, area and year of batch that somebody acted on after the given numbers:
-- who sent, withdrew, verified or undid something last, when, and with which file. An act on an
-- input is one on what is computed from it.
WITH act AS (
    SELECT
        revision.indicator_id, revision.area_id, revision.year, revision.recorded_by AS acted_by,
        revision.recorded_at AS acted_at, upload.file_name, revision.upload_id, 'sent' AS act
    FROM facts.observation_revision AS revision
    LEFT JOIN facts.upload AS upload USING (upload_id)
    WHERE revision.seq > $revision_seq
    UNION ALL
    SELECT
        revision.indicator_id, revision.area_id, revision.year, undo.uploaded_by,
        undo.uploaded_at, undo.file_name, undo.upload_id, 'undo'
    FROM facts.upload_state AS undo
    JOIN facts.observation_revision AS revision ON revision.upload_id = undo.root_id
    WHERE undo.seq > $upload_seq AND undo.undoes_upload_id IS NOT NULL
),
spread AS (
    FROM act
    UNION ALL
    SELECT
        formula.indicator_id, act.area_id, act.year - formula.year_offset, act.acted_by, act.acted_at,
        act.file_name, act.upload_id, act.act
    FROM act
    JOIN plan.formula AS formula ON formula.input_id = act.indicator_id
)
SELECT
    indicator_id, area_id, year, arg_max(acted_by, acted_at) AS acted_by,
    max(acted_at) AS acted_at, arg_max(file_name, acted_at) AS file_name,
    arg_max(upload_id, acted_at) AS upload_id, arg_max(act, acted_at) AS act
FROM spread
SEMI JOIN batch USING (indicator_id, area_id, year)
GROUP BY indicator_id, area_id, year
