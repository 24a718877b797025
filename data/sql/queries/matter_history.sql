-- One row per revision of a matter, newest first.
SELECT revision_id, matter_id, kind, title, authority, document_no, area_id, clock_id, due_on,
       limit_count, limit_unit, reason, note, recorded_at, recorded_by, is_withdrawn, seq
FROM plan.matter_revision
WHERE matter_id = $matter_id
ORDER BY seq DESC
