-- One row per act on values, newest first: what was done, by whom, to how many values, and who
-- undid it. area_id and indicator_id are given where the act is about one only.
WITH newest AS (
    FROM facts.step_revision
    QUALIFY row_number() OVER (PARTITION BY step_id, subject_id ORDER BY seq DESC) = 1
),
undone AS (
    SELECT
        step_id, bool_and(is_withdrawn) AS is_undone,
        arg_max(recorded_by, seq) AS by, arg_max(recorded_at, seq) AS at
    FROM newest
    GROUP BY step_id
)
SELECT
    step.step_id, step.step, min(step.recorded_at) AS recorded_at,
    arg_min(step.recorded_by, step.seq) AS recorded_by, count(*) AS values,
    CASE WHEN count(DISTINCT step.remark) = 1 THEN any_value(step.remark) END AS remark,
    any_value(step.document_no) AS document_no, any_value(step.decided_on) AS decided_on,
    count(DISTINCT step.area_id) AS areas,
    CASE WHEN count(DISTINCT step.area_id) = 1 THEN any_value(step.area_id) END AS area_id,
    CASE WHEN count(DISTINCT step.indicator_id) = 1 THEN any_value(step.indicator_id) END
        AS indicator_id,
    min(step.year) AS first_year, max(step.year) AS last_year,
    any_value(undone.is_undone) AS is_undone,
    CASE WHEN any_value(undone.is_undone) THEN any_value(undone.by) END AS undone_by,
    CASE WHEN any_value(undone.is_undone) THEN any_value(undone.at) END AS undone_at
FROM facts.step_revision AS step
JOIN undone USING (step_id)
WHERE NOT step.is_withdrawn
GROUP BY step.step_id, step.step
ORDER BY min(step.seq) DESC
