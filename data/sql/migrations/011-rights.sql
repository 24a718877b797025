-- Who may do what, where: a role in an area or group, from a day until a day (NULL: no end).
CREATE TABLE facts.role_grant_revision (
    revision_id UUID, grant_id UUID, person_id VARCHAR, person_name VARCHAR, role VARCHAR,
    area_id VARCHAR, from_on DATE, until_on DATE, note VARCHAR, recorded_at TIMESTAMP,
    recorded_by VARCHAR, is_withdrawn BOOLEAN, seq BIGINT);

-- What commands and programs prove with who sends them. The token itself stands nowhere, only its
-- SHA-256: it has 256 random bits, which no dictionary has.
CREATE TABLE facts.token_revision (
    revision_id UUID, token_id UUID, person_id VARCHAR, note VARCHAR, token_sha256 VARCHAR,
    until_on DATE, recorded_at TIMESTAMP, recorded_by VARCHAR, is_withdrawn BOOLEAN, seq BIGINT);

-- What was refused, who could not be let in, and what the owner of the machine did without a
-- sign-on.
CREATE TABLE facts.access_log (
    event_id UUID, kind VARCHAR, person_id VARCHAR, person_name VARCHAR, action VARCHAR,
    area_ids VARCHAR, detail VARCHAR, recorded_at TIMESTAMP, seq BIGINT);
