-- Matters under supervision: a matter, the units that handle it, and what happened to it.
-- Each revision of a matter has its own rows of units. The corrective actions of targets become
-- matters with all their revisions: the action is the title, who is responsible the lead unit.

CREATE TABLE facts.unit_revision (
    revision_id VARCHAR, unit_id VARCHAR, name VARCHAR, kind VARCHAR, area_id VARCHAR,
    recorded_at TIMESTAMP, recorded_by VARCHAR, is_withdrawn BOOLEAN, seq BIGINT);

CREATE TABLE facts.matter_revision (
    revision_id VARCHAR, matter_id VARCHAR, kind VARCHAR, title VARCHAR, authority VARCHAR,
    document_no VARCHAR, area_id VARCHAR, subject_kind VARCHAR, subject_id VARCHAR,
    clock_id VARCHAR, due_on DATE, limit_count INTEGER, limit_unit VARCHAR, reason VARCHAR,
    note VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR, is_withdrawn BOOLEAN, seq BIGINT);

CREATE TABLE facts.matter_unit_revision (
    revision_id VARCHAR, matter_id VARCHAR, matter_revision_id VARCHAR, unit_id VARCHAR,
    part VARCHAR, position INTEGER, recorded_at TIMESTAMP, recorded_by VARCHAR,
    is_withdrawn BOOLEAN, seq BIGINT);

CREATE TABLE facts.matter_event_revision (
    revision_id VARCHAR, event_id VARCHAR, matter_id VARCHAR, kind VARCHAR, happened_on DATE,
    due_on DATE, document_no VARCHAR, note VARCHAR, recorded_at TIMESTAMP,
    recorded_by VARCHAR, is_withdrawn BOOLEAN, seq BIGINT);

INSERT INTO facts.unit_revision BY NAME
SELECT
    'remedy-unit-' || md5(responsible) AS revision_id, 'unit-' || md5(responsible) AS unit_id,
    responsible AS name, 'department' AS kind, min(recorded_at) AS recorded_at,
    arg_min(recorded_by, seq) AS recorded_by, false AS is_withdrawn,
    row_number() OVER (ORDER BY min(seq)) AS seq
FROM facts.remedy_revision
WHERE responsible IS NOT NULL
GROUP BY responsible;

INSERT INTO facts.matter_revision BY NAME
SELECT
    revision_id, 'remedy-' || target_id || '-' || area_id AS matter_id, 'remedy' AS kind,
    remedy AS title, area_id, 'target' AS subject_kind, target_id AS subject_id,
    'set_limit' AS clock_id, due_on, reason, recorded_at, recorded_by, is_withdrawn, seq
FROM facts.remedy_revision;

INSERT INTO facts.matter_unit_revision BY NAME
SELECT
    revision_id || '-lead' AS revision_id, 'remedy-' || target_id || '-' || area_id AS matter_id,
    revision_id AS matter_revision_id, 'unit-' || md5(responsible) AS unit_id, 'lead' AS part,
    0 AS position, recorded_at, recorded_by, false AS is_withdrawn,
    row_number() OVER (ORDER BY seq) AS seq
FROM facts.remedy_revision
WHERE responsible IS NOT NULL;

DROP TABLE facts.remedy_revision;
