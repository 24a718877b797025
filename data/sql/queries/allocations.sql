-- One row per target, reading, indicator and area: the newest allocation in force.
-- Within a name the newest revision counts, so withdrawing one name restores another.
WITH newest_by_name AS (
    SELECT *
    FROM plan.allocation_revision
    QUALIFY row_number() OVER (
        PARTITION BY name, target_id, reading_id, indicator_id, area_id
        ORDER BY seq DESC) = 1
)
SELECT name, target_id, reading_id, indicator_id, method, area_id, base_year, base_value,
       target_value, unit, recorded_at, recorded_by
FROM newest_by_name
WHERE NOT is_withdrawn
QUALIFY row_number() OVER (
    PARTITION BY target_id, reading_id, indicator_id, area_id ORDER BY seq DESC) = 1
ORDER BY target_id, reading_id, indicator_id, area_id
