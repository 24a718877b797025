-- One row, or none: the newest remedy of a target in an area.
SELECT seq, recorded_by, recorded_at, is_withdrawn, reason, remedy, responsible, due_on
FROM facts.remedy_revision
WHERE target_id = $target_id AND area_id = $area_id
ORDER BY seq DESC
LIMIT 1
