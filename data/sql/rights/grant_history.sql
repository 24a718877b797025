-- One row per revision of a grant, newest first.
SELECT
    grant_id, person_id, person_name, role, area_id, from_on, until_on, note, recorded_at,
    recorded_by, is_withdrawn
FROM facts.role_grant_revision
ORDER BY seq DESC
