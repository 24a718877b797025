-- One row per name and area of the breakdowns of a target, or of one name where no target is
-- given: its newest revision.
SELECT
    seq, recorded_by, recorded_at, is_withdrawn, name, target_id, reading_id, indicator_id,
    method, area_id, base_year, base_value, target_value, unit
FROM plan.allocation_revision
WHERE coalesce(target_id = $target_id, name = $allocation_name)
QUALIFY row_number() OVER (
    PARTITION BY name, target_id, reading_id, indicator_id, area_id ORDER BY seq DESC) = 1
ORDER BY name, area_id
