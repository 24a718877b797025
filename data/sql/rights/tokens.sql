-- One row per token that was not withdrawn.
SELECT token_id, person_id, note, token_sha256, until_on, recorded_at, recorded_by, seq
FROM facts.token_revision
QUALIFY row_number() OVER (PARTITION BY token_id ORDER BY seq DESC) = 1 AND NOT is_withdrawn
ORDER BY seq DESC
