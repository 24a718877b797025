-- One row, or none: the newest corrective action of a target in an area.
SELECT matter.seq, matter.recorded_by, matter.recorded_at, matter.is_withdrawn, matter.matter_id,
       matter.reason, matter.title AS remedy, unit.name AS responsible, matter.due_on
FROM plan.matter_revision AS matter
LEFT JOIN plan.matter_unit_revision AS handling
    ON handling.matter_revision_id = matter.revision_id AND handling.part = 'lead'
LEFT JOIN facts.unit_revision AS unit ON unit.unit_id = handling.unit_id
WHERE matter.kind = 'remedy' AND matter.subject_id = $target_id AND matter.area_id = $area_id
ORDER BY matter.seq DESC, unit.seq DESC
LIMIT 1
