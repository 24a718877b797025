-- Each upload and revision has a number: the newest is the one with the greatest. It is
-- taken within the transaction that writes, so that a clock that was set back changes nothing;
-- recorded_at is for people. Rows of before are numbered in the order that counted until now.

CREATE TABLE facts.upload_numbered AS
SELECT *, row_number() OVER (ORDER BY upload_id) AS seq FROM facts.upload;
DROP TABLE facts.upload;
ALTER TABLE facts.upload_numbered RENAME TO upload;

CREATE TABLE facts.observation_revision_numbered AS
SELECT *, row_number() OVER (ORDER BY coalesce(recorded_at, TIMESTAMP '1900-01-01'), revision_id) AS seq FROM facts.observation_revision;
DROP TABLE facts.observation_revision;
ALTER TABLE facts.observation_revision_numbered RENAME TO observation_revision;

CREATE TABLE facts.project_revision_numbered AS
SELECT *, row_number() OVER (ORDER BY revision_id) AS seq FROM facts.project_revision;
DROP TABLE facts.project_revision;
ALTER TABLE facts.project_revision_numbered RENAME TO project_revision;

CREATE TABLE facts.decision_revision_numbered AS
SELECT *, row_number() OVER (ORDER BY revision_id) AS seq FROM facts.decision_revision;
DROP TABLE facts.decision_revision;
ALTER TABLE facts.decision_revision_numbered RENAME TO decision_revision;

CREATE TABLE facts.allocation_revision_numbered AS
SELECT *, row_number() OVER (ORDER BY revision_id) AS seq FROM facts.allocation_revision;
DROP TABLE facts.allocation_revision;
ALTER TABLE facts.allocation_revision_numbered RENAME TO allocation_revision;

CREATE TABLE facts.group_revision_numbered AS
SELECT *, row_number() OVER (ORDER BY revision_id) AS seq FROM facts.group_revision;
DROP TABLE facts.group_revision;
ALTER TABLE facts.group_revision_numbered RENAME TO group_revision;

CREATE TABLE facts.group_member_revision_numbered AS
SELECT *, row_number() OVER (ORDER BY revision_id) AS seq FROM facts.group_member_revision;
DROP TABLE facts.group_member_revision;
ALTER TABLE facts.group_member_revision_numbered RENAME TO group_member_revision;

CREATE TABLE facts.weight_revision_numbered AS
SELECT *, row_number() OVER (ORDER BY revision_id) AS seq FROM facts.weight_revision;
DROP TABLE facts.weight_revision;
ALTER TABLE facts.weight_revision_numbered RENAME TO weight_revision;

CREATE TABLE facts.reading_word_revision_numbered AS
SELECT *, row_number() OVER (ORDER BY revision_id) AS seq FROM facts.reading_word_revision;
DROP TABLE facts.reading_word_revision;
ALTER TABLE facts.reading_word_revision_numbered RENAME TO reading_word_revision;

CREATE TABLE facts.layout_revision_numbered AS
SELECT *, row_number() OVER (ORDER BY revision_id) AS seq FROM facts.layout_revision;
DROP TABLE facts.layout_revision;
ALTER TABLE facts.layout_revision_numbered RENAME TO layout_revision;

CREATE TABLE facts.setting_revision_numbered AS
SELECT *, row_number() OVER (ORDER BY revision_id) AS seq FROM facts.setting_revision;
DROP TABLE facts.setting_revision;
ALTER TABLE facts.setting_revision_numbered RENAME TO setting_revision;

CREATE TABLE facts.programme_note_revision_numbered AS
SELECT *, row_number() OVER (ORDER BY revision_id) AS seq FROM facts.programme_note_revision;
DROP TABLE facts.programme_note_revision;
ALTER TABLE facts.programme_note_revision_numbered RENAME TO programme_note_revision;

CREATE TABLE facts.remedy_revision_numbered AS
SELECT *, row_number() OVER (ORDER BY revision_id) AS seq FROM facts.remedy_revision;
DROP TABLE facts.remedy_revision;
ALTER TABLE facts.remedy_revision_numbered RENAME TO remedy_revision;
