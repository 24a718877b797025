-- One row per event, newest first.
SELECT event_id, kind, person_id, person_name, action, area_ids, detail, recorded_at
FROM facts.access_log
ORDER BY seq DESC
LIMIT $most
