-- One row per indicator, area and year of batch: the newest act after the given number that made it
-- returned or no longer so: a return, the undo of one, or the value that was sent again. An act on
-- an input is one on what is computed from it.
WITH act AS (
    SELECT
        indicator_id, area_id, year, recorded_by AS acted_by, recorded_at AS acted_at,
        NULL AS file_name, NULL::UUID AS upload_id,
        CASE WHEN is_withdrawn THEN 'unreturned' ELSE 'returned' END AS act, remark AS note
    FROM facts.step_revision
    WHERE step = 'returned' AND seq > $step_seq
    UNION ALL
    SELECT
        figure.indicator_id, figure.area_id, figure.year, newest.recorded_by, newest.recorded_at,
        upload.file_name, newest.upload_id, 'sent', NULL
    FROM facts.observation AS figure
    JOIN facts.observation_revision AS newest USING (revision_id)
    JOIN facts.upload AS upload ON upload.upload_id = newest.upload_id
    WHERE figure.state IN ('reported', 'provisional')
),
spread AS (
    FROM act
    UNION ALL
    SELECT
        formula.indicator_id, act.area_id, act.year - formula.year_offset, act.acted_by,
        act.acted_at, act.file_name, act.upload_id, act.act, act.note
    FROM act
    JOIN plan.formula AS formula ON formula.input_id = act.indicator_id
)
SELECT *
FROM spread
SEMI JOIN batch USING (indicator_id, area_id, year)
WHERE act <> 'sent' OR NOT $is_returned
QUALIFY row_number() OVER (
    PARTITION BY indicator_id, area_id, year ORDER BY acted_at DESC) = 1
