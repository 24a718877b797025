-- One row per area of a saved allocation: what is in force under that name.
WITH newest AS (
    SELECT *
    FROM plan.allocation_revision
    WHERE name = $allocation_name
    QUALIFY row_number() OVER (
        PARTITION BY target_id, reading_id, indicator_id, area_id
        ORDER BY seq DESC) = 1
)
SELECT newest.name, newest.target_id, newest.reading_id, newest.indicator_id, newest.method,
       newest.area_id, area.name_zh, area.name_en, newest.base_year, newest.base_value,
       newest.target_value, newest.unit, newest.recorded_at, newest.recorded_by
FROM newest
LEFT JOIN facts.area AS area USING (area_id)
WHERE NOT newest.is_withdrawn
ORDER BY newest.area_id
