-- One row per revision of the corrective action of a target in an area, newest first.
SELECT revision_id, seq, target_id, area_id, reason, remedy, responsible, due_on, recorded_at,
       recorded_by, is_withdrawn
FROM facts.remedy_revision
WHERE target_id = $target_id AND area_id = $area_id
ORDER BY seq DESC
