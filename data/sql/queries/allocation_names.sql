-- One row per saved allocation in force, newest first; areas_in_force counts the areas
-- that no newer allocation of the same target replaces.
WITH newest AS (
    SELECT *
    FROM plan.allocation_revision
    QUALIFY row_number() OVER (
        PARTITION BY name, target_id, reading_id, indicator_id, area_id
        ORDER BY seq DESC) = 1
),
standing AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY target_id, reading_id, indicator_id, area_id
            ORDER BY seq DESC) = 1 AS is_in_force
    FROM newest
    WHERE NOT is_withdrawn
)
SELECT name, target_id, reading_id, indicator_id, any_value(method) AS method,
       count(*) AS areas, count(*) FILTER (WHERE is_in_force) AS areas_in_force,
       max(recorded_at) AS recorded_at, arg_max(recorded_by, seq) AS recorded_by
FROM standing
GROUP BY name, target_id, reading_id, indicator_id
ORDER BY max(seq) DESC
