-- What users recorded about a plan says which plan it is about: until now there was one. A decision
-- on a clock is about no plan, because all plans share the clocks.

CREATE TABLE facts.decision_by_plan AS
SELECT *, CASE WHEN subject_kind = 'clock' THEN NULL ELSE 'livestock' END AS plan_id
FROM facts.decision_revision
ORDER BY seq;
DROP TABLE facts.decision_revision;
ALTER TABLE facts.decision_by_plan RENAME TO decision_revision;

CREATE TABLE facts.allocation_by_plan AS
SELECT *, 'livestock' AS plan_id
FROM facts.allocation_revision
ORDER BY seq;
DROP TABLE facts.allocation_revision;
ALTER TABLE facts.allocation_by_plan RENAME TO allocation_revision;

CREATE TABLE facts.programme_note_by_plan AS
SELECT *, 'livestock' AS plan_id
FROM facts.programme_note_revision
ORDER BY seq;
DROP TABLE facts.programme_note_revision;
ALTER TABLE facts.programme_note_by_plan RENAME TO programme_note_revision;

CREATE TABLE facts.project_by_plan AS
SELECT *, 'livestock' AS plan_id
FROM facts.project_revision
ORDER BY seq;
DROP TABLE facts.project_revision;
ALTER TABLE facts.project_by_plan RENAME TO project_revision;

CREATE TABLE facts.matter_by_plan AS
SELECT *, 'livestock' AS plan_id
FROM facts.matter_revision
ORDER BY seq;
DROP TABLE facts.matter_revision;
ALTER TABLE facts.matter_by_plan RENAME TO matter_revision;

CREATE TABLE facts.matter_unit_by_plan AS
SELECT *, 'livestock' AS plan_id
FROM facts.matter_unit_revision
ORDER BY seq;
DROP TABLE facts.matter_unit_revision;
ALTER TABLE facts.matter_unit_by_plan RENAME TO matter_unit_revision;

CREATE TABLE facts.matter_event_by_plan AS
SELECT *, 'livestock' AS plan_id
FROM facts.matter_event_revision
ORDER BY seq;
DROP TABLE facts.matter_event_revision;
ALTER TABLE facts.matter_event_by_plan RENAME TO matter_event_revision;
