-- One row per target, reading, indicator and area of the newest saved breakdown.
SELECT name, target_id, reading_id, indicator_id, method, area_id, base_year, base_value,
       target_value, unit, recorded_at, recorded_by
FROM facts.allocation_revision
QUALIFY row_number() OVER (
    PARTITION BY target_id, reading_id, indicator_id, area_id ORDER BY revision_id DESC) = 1
    AND NOT is_withdrawn
