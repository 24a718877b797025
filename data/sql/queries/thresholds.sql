-- One row per threshold; a user's setting of the same name replaces ours. The default base year is
-- that of the plan's own statistics, else the year before its first.
WITH ours AS (
    SELECT threshold.* REPLACE (
        CASE
            WHEN threshold_id = 'baseline_default_year'
            THEN coalesce(stated.base_year, stated.first_year - 1)
            ELSE threshold.value
        END AS value)
    FROM plan.threshold AS threshold
    CROSS JOIN plan.plan AS stated
),
setting AS (
    SELECT setting_id, TRY_CAST(value AS DOUBLE) AS value
    FROM facts.setting_revision
    QUALIFY row_number() OVER (PARTITION BY setting_id ORDER BY seq DESC) = 1
        AND NOT is_withdrawn
)
SELECT threshold.threshold_id, coalesce(setting.value, threshold.value) AS value,
       threshold.value AS plan_value, threshold.unit, threshold.note_zh, threshold.note_en
FROM ours AS threshold
LEFT JOIN setting ON setting.setting_id = threshold.threshold_id
ORDER BY threshold.threshold_id
