-- One row, or none: the newest status note of a programme in an area.
SELECT seq, recorded_by, recorded_at, is_withdrawn, status, note, noted_on
FROM plan.programme_note_revision
WHERE item_id = $item_id AND area_id = $area_id
ORDER BY seq DESC
LIMIT 1
