-- One row per status note of a programme, newest first.
SELECT item_id, area_id, status, note, noted_on, recorded_at, recorded_by, revision_id, seq
FROM plan.programme_note_revision
WHERE NOT is_withdrawn
ORDER BY seq DESC
