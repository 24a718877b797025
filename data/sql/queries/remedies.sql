-- One row per target and area: the newest corrective action, unless withdrawn; a parameter
-- that is NULL selects everything.
WITH unit AS (
    SELECT unit_id, name
    FROM facts.unit_revision
    QUALIFY row_number() OVER (PARTITION BY unit_id ORDER BY seq DESC) = 1)
SELECT matter.revision_id, matter.seq, matter.matter_id, matter.subject_id AS target_id,
       matter.area_id, matter.reason, matter.title AS remedy, unit.name AS responsible,
       matter.due_on, matter.recorded_at, matter.recorded_by
FROM plan.matter_revision AS matter
LEFT JOIN plan.matter_unit_revision AS handling
    ON handling.matter_revision_id = matter.revision_id AND handling.part = 'lead'
LEFT JOIN unit ON unit.unit_id = handling.unit_id
WHERE matter.kind = 'remedy'
  AND coalesce(matter.subject_id = $target_id, $target_id IS NULL)
  AND coalesce(matter.area_id = $area_id, $area_id IS NULL)
QUALIFY row_number() OVER (
        PARTITION BY matter.subject_id, matter.area_id ORDER BY matter.seq DESC) = 1
    AND NOT matter.is_withdrawn
ORDER BY matter.subject_id, matter.area_id
