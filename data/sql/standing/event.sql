-- One row per event of an area: its newest revision. The parameter event_id narrows it to one.
SELECT * EXCLUDE (revision_id)
FROM facts.event_revision
WHERE area_id = $area_id AND coalesce(event_id = $event_id, $event_id IS NULL)
QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY seq DESC) = 1
ORDER BY seq DESC
