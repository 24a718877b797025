-- One row per grant that was not withdrawn, whether its days have come or are over.
SELECT
    grant_id, person_id, person_name, role, area_id, from_on, until_on, note, recorded_at,
    recorded_by, seq
FROM facts.role_grant_revision
QUALIFY row_number() OVER (PARTITION BY grant_id ORDER BY seq DESC) = 1 AND NOT is_withdrawn
ORDER BY person_name, person_id, seq
