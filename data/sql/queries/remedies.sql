-- One row per target and area: the newest corrective action, unless withdrawn; a parameter
-- that is NULL selects everything.
SELECT revision_id, seq, target_id, area_id, reason, remedy, responsible, due_on, recorded_at,
       recorded_by
FROM facts.remedy_revision
WHERE coalesce(target_id = $target_id, $target_id IS NULL)
  AND coalesce(area_id = $area_id, $area_id IS NULL)
QUALIFY row_number() OVER (PARTITION BY target_id, area_id ORDER BY seq DESC) = 1
    AND NOT is_withdrawn
ORDER BY target_id, area_id
