-- One row per threshold; a user's setting of the same name replaces the plan's.
WITH setting AS (
    SELECT setting_id, TRY_CAST(value AS DOUBLE) AS value
    FROM facts.setting_revision
    QUALIFY row_number() OVER (PARTITION BY setting_id ORDER BY seq DESC) = 1
        AND NOT is_withdrawn
)
SELECT threshold.threshold_id, coalesce(setting.value, threshold.value) AS value,
       threshold.value AS plan_value, threshold.unit, threshold.note_zh, threshold.note_en
FROM plan.threshold AS threshold
LEFT JOIN setting ON setting.setting_id = threshold.threshold_id
ORDER BY threshold.threshold_id
