-- One row per event of a matter, unless withdrawn; a parameter that is NULL selects every matter.
SELECT event_id, matter_id, kind, happened_on, due_on, document_no, note, seq, recorded_at,
       recorded_by
FROM plan.matter_event_revision
WHERE coalesce(matter_id = $matter_id, $matter_id IS NULL)
QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY seq DESC) = 1 AND NOT is_withdrawn
ORDER BY matter_id, happened_on, seq
