-- One row per return of a figure, or of an input of its formula, oldest first: which value, who, when
-- and why, who undid it, and the value that was sent next, which answers it. One whose value was
-- undone since is left out, as is an answer. Only the yearly figure is traced.
WITH wanted AS (
    SELECT $indicator_id AS indicator_id, $year::INTEGER AS year
    UNION
    SELECT input_id, $year + year_offset FROM plan.formula WHERE indicator_id = $indicator_id
),
act AS (
    SELECT * FROM facts.step_revision
    WHERE step = 'returned' AND area_id = $area_id AND period = 'Y'
        AND (indicator_id, year) IN (SELECT (indicator_id, year) FROM wanted)
),
live AS MATERIALIZED (
    SELECT * FROM facts.live_revision
    WHERE area_id = $area_id AND (indicator_id, year) IN (SELECT (indicator_id, year) FROM wanted)
),
undo AS (
    SELECT step_id, subject_id, recorded_by, recorded_at FROM act WHERE is_withdrawn
    QUALIFY row_number() OVER (PARTITION BY step_id, subject_id ORDER BY seq DESC) = 1
)
SELECT
    act.indicator_id, act.area_id, act.year, act.period, act.value, subject.unit,
    act.recorded_by AS returned_by, act.recorded_at AS returned_at, act.remark,
    undo.recorded_by AS undone_by, undo.recorded_at AS undone_at,
    answer.value AS answer_value, answer.recorded_by AS answered_by,
    answer.recorded_at AS answered_at
FROM act
JOIN live AS subject ON subject.revision_id = act.subject_id
LEFT JOIN undo ON undo.step_id = act.step_id AND undo.subject_id = act.subject_id
LEFT JOIN live AS answer
    ON answer.indicator_id = act.indicator_id AND answer.area_id = act.area_id
    AND answer.year = act.year AND answer.period = act.period AND answer.seq > subject.seq
    AND answer.recorded_at >= act.recorded_at
    -- A weaker value does not answer a return.
    AND (answer.state = 'reported' OR (answer.state = 'provisional' AND subject.state = 'provisional'))
    AND NOT answer.is_withdrawn
WHERE NOT act.is_withdrawn
QUALIFY row_number() OVER (
    PARTITION BY act.revision_id ORDER BY answer.seq NULLS LAST) = 1
ORDER BY act.seq
