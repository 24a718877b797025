-- One row per figure of batch (indicator, area, year, period): the newest act after the given number
-- that made it returned or no longer so: a return, the undo of one, or the value that was sent again
-- (with its number: sent_seq). An act on an input is one on what is computed from it.
WITH act AS (
    SELECT
        indicator_id, area_id, year, period, recorded_by AS acted_by, recorded_at AS acted_at,
        NULL AS file_name, NULL::UUID AS upload_id,
        CASE WHEN is_withdrawn THEN 'unreturned' ELSE 'returned' END AS act, remark AS note,
        NULL::BIGINT AS sent_seq
    FROM facts.step_revision
    WHERE step = 'returned' AND seq > $step_seq
    UNION ALL
    SELECT
        figure.indicator_id, figure.area_id, figure.year, figure.period, newest.recorded_by,
        newest.recorded_at, upload.file_name, newest.upload_id, 'sent', NULL, newest.seq
    FROM facts.observation AS figure
    JOIN facts.observation_revision AS newest USING (revision_id)
    JOIN facts.upload AS upload ON upload.upload_id = newest.upload_id
    WHERE figure.state IN ('reported', 'provisional')
),
spread AS (
    FROM act
    UNION ALL
    SELECT
        formula.indicator_id, act.area_id, act.year - formula.year_offset, act.period, act.acted_by,
        act.acted_at, act.file_name, act.upload_id, act.act, act.note, act.sent_seq
    FROM act
    JOIN plan.formula AS formula ON formula.input_id = act.indicator_id
    -- Only yearly figures are computed, from yearly ones.
    WHERE act.period = 'Y'
)
SELECT *
FROM spread
SEMI JOIN batch USING (indicator_id, area_id, year, period)
WHERE act <> 'sent' OR NOT $is_returned
QUALIFY row_number() OVER (
    PARTITION BY indicator_id, area_id, year, period ORDER BY acted_at DESC) = 1
