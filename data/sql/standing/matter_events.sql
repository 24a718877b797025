-- One row per event of a matter: its newest revision.
SELECT * EXCLUDE (revision_id)
FROM plan.matter_event_revision
WHERE matter_id = $matter_id
QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY seq DESC) = 1
ORDER BY seq DESC
