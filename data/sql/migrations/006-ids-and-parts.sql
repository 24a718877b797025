-- Ids of uploads and revisions are of type UUID instead of text of 36 characters. What the values
-- of an upload share (state, source, unit, sheet, who and when) stands once in
-- facts.observation_part, what differs from value to value in facts.observation_row. The view
-- facts.observation_revision joins both and has the columns of before, whoever reads it.
-- A text that is no UUID (this program never made one) becomes one that always follows from it.

CREATE OR REPLACE TEMP MACRO to_id(text) AS coalesce(TRY_CAST(text AS UUID), md5(text)::UUID);

CREATE TABLE facts.upload_by_uuid AS
SELECT * REPLACE (
    to_id(upload_id) AS upload_id, to_id(undoes_upload_id) AS undoes_upload_id)
FROM facts.upload
ORDER BY seq;
DROP TABLE facts.upload;
ALTER TABLE facts.upload_by_uuid RENAME TO upload;

CREATE TABLE facts.rejection_by_uuid AS
SELECT * REPLACE (to_id(upload_id) AS upload_id) FROM facts.rejection;
DROP TABLE facts.rejection;
ALTER TABLE facts.rejection_by_uuid RENAME TO rejection;

-- One row per combination of what the values of an upload share, in the order of the values.
CREATE TABLE facts.observation_part AS
SELECT
    uuidv7() AS part_id, upload_id, period, unit, unit_read, sheet, state,
    source, recorded_at, recorded_by, is_withdrawn
FROM (
    SELECT
        to_id(upload_id) AS upload_id, period, unit, unit_read, sheet, state, source, recorded_at, recorded_by,
        is_withdrawn, min(seq) AS first_seq
    FROM facts.observation_revision
    GROUP BY ALL)
ORDER BY first_seq;

-- One row per value of an upload.
CREATE TABLE facts.observation_row AS
SELECT
    to_id(revision.revision_id) AS revision_id, part.part_id, revision.indicator_id,
    revision.area_id, revision.year, revision.value, revision.value_read, revision.area_read,
    revision.file_row, revision.file_column, revision.note, revision.seq
FROM facts.observation_revision AS revision
JOIN facts.observation_part AS part
    ON part.upload_id IS NOT DISTINCT FROM to_id(revision.upload_id)
    AND part.period IS NOT DISTINCT FROM revision.period
    AND part.unit IS NOT DISTINCT FROM revision.unit
    AND part.unit_read IS NOT DISTINCT FROM revision.unit_read
    AND part.sheet IS NOT DISTINCT FROM revision.sheet
    AND part.state IS NOT DISTINCT FROM revision.state
    AND part.source IS NOT DISTINCT FROM revision.source
    AND part.recorded_at IS NOT DISTINCT FROM revision.recorded_at
    AND part.recorded_by IS NOT DISTINCT FROM revision.recorded_by
    AND part.is_withdrawn IS NOT DISTINCT FROM revision.is_withdrawn
ORDER BY revision.seq;
DROP TABLE facts.observation_revision;

CREATE TABLE facts.project_revision_by_uuid AS
SELECT * REPLACE (to_id(revision_id) AS revision_id, to_id(upload_id) AS upload_id)
FROM facts.project_revision
ORDER BY seq;
DROP TABLE facts.project_revision;
ALTER TABLE facts.project_revision_by_uuid RENAME TO project_revision;

CREATE TABLE facts.decision_revision_by_uuid AS
SELECT * REPLACE (to_id(revision_id) AS revision_id)
FROM facts.decision_revision
ORDER BY seq;
DROP TABLE facts.decision_revision;
ALTER TABLE facts.decision_revision_by_uuid RENAME TO decision_revision;

CREATE TABLE facts.allocation_revision_by_uuid AS
SELECT * REPLACE (to_id(revision_id) AS revision_id)
FROM facts.allocation_revision
ORDER BY seq;
DROP TABLE facts.allocation_revision;
ALTER TABLE facts.allocation_revision_by_uuid RENAME TO allocation_revision;

CREATE TABLE facts.group_revision_by_uuid AS
SELECT * REPLACE (to_id(revision_id) AS revision_id)
FROM facts.group_revision
ORDER BY seq;
DROP TABLE facts.group_revision;
ALTER TABLE facts.group_revision_by_uuid RENAME TO group_revision;

CREATE TABLE facts.group_member_revision_by_uuid AS
SELECT * REPLACE (to_id(revision_id) AS revision_id)
FROM facts.group_member_revision
ORDER BY seq;
DROP TABLE facts.group_member_revision;
ALTER TABLE facts.group_member_revision_by_uuid RENAME TO group_member_revision;

CREATE TABLE facts.weight_revision_by_uuid AS
SELECT * REPLACE (to_id(revision_id) AS revision_id)
FROM facts.weight_revision
ORDER BY seq;
DROP TABLE facts.weight_revision;
ALTER TABLE facts.weight_revision_by_uuid RENAME TO weight_revision;

CREATE TABLE facts.reading_word_revision_by_uuid AS
SELECT * REPLACE (to_id(revision_id) AS revision_id)
FROM facts.reading_word_revision
ORDER BY seq;
DROP TABLE facts.reading_word_revision;
ALTER TABLE facts.reading_word_revision_by_uuid RENAME TO reading_word_revision;

CREATE TABLE facts.layout_revision_by_uuid AS
SELECT * REPLACE (to_id(revision_id) AS revision_id)
FROM facts.layout_revision
ORDER BY seq;
DROP TABLE facts.layout_revision;
ALTER TABLE facts.layout_revision_by_uuid RENAME TO layout_revision;

CREATE TABLE facts.setting_revision_by_uuid AS
SELECT * REPLACE (to_id(revision_id) AS revision_id)
FROM facts.setting_revision
ORDER BY seq;
DROP TABLE facts.setting_revision;
ALTER TABLE facts.setting_revision_by_uuid RENAME TO setting_revision;

CREATE TABLE facts.programme_note_revision_by_uuid AS
SELECT * REPLACE (to_id(revision_id) AS revision_id)
FROM facts.programme_note_revision
ORDER BY seq;
DROP TABLE facts.programme_note_revision;
ALTER TABLE facts.programme_note_revision_by_uuid RENAME TO programme_note_revision;

CREATE TABLE facts.remedy_revision_by_uuid AS
SELECT * REPLACE (to_id(revision_id) AS revision_id)
FROM facts.remedy_revision
ORDER BY seq;
DROP TABLE facts.remedy_revision;
ALTER TABLE facts.remedy_revision_by_uuid RENAME TO remedy_revision;

CREATE TABLE facts.event_revision_by_uuid AS
SELECT * REPLACE (to_id(revision_id) AS revision_id)
FROM facts.event_revision
ORDER BY seq;
DROP TABLE facts.event_revision;
ALTER TABLE facts.event_revision_by_uuid RENAME TO event_revision;

DROP MACRO temp.to_id;
