-- What users send: append-only, never rebuilt, nothing updated or deleted.
-- No keys, UNIQUE, sequences or ENUM: the same schema must run on DuckLake.
-- Times are UTC; ids of uploads and revisions are UUIDv7 text.
-- Files made before versions were counted have these tables already, hence IF NOT EXISTS.

CREATE SCHEMA IF NOT EXISTS facts;

-- One row per migration that was run on this file.
CREATE TABLE IF NOT EXISTS facts.schema_version (
    version INTEGER, name VARCHAR, applied_at TIMESTAMP);

CREATE TABLE IF NOT EXISTS facts.upload (
    upload_id VARCHAR, dataset VARCHAR, file_name VARCHAR, sha256 VARCHAR,
    uploaded_at TIMESTAMP, uploaded_by VARCHAR, undoes_upload_id VARCHAR,
    counts VARCHAR, note VARCHAR);

CREATE TABLE IF NOT EXISTS facts.observation_revision (
    revision_id VARCHAR, indicator_id VARCHAR, area_id VARCHAR, year INTEGER, period VARCHAR,
    value DOUBLE, unit VARCHAR, value_read VARCHAR, unit_read VARCHAR, area_read VARCHAR,
    sheet VARCHAR, file_row INTEGER, file_column VARCHAR, state VARCHAR, source VARCHAR,
    note VARCHAR, upload_id VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR,
    is_withdrawn BOOLEAN);

CREATE TABLE IF NOT EXISTS facts.project_revision (
    revision_id VARCHAR, project_id VARCHAR, item_id VARCHAR, area_id VARCHAR, name VARCHAR,
    stage VARCHAR, stage_on DATE, quantity DOUBLE, size DOUBLE, size_unit VARCHAR,
    investment_wan DOUBLE, funding_source VARCHAR, operator VARCHAR, started_on DATE,
    finished_on DATE, evidence_document VARCHAR, evidence_link VARCHAR, longitude DOUBLE,
    latitude DOUBLE, state VARCHAR, note VARCHAR, upload_id VARCHAR, recorded_at TIMESTAMP,
    recorded_by VARCHAR, is_withdrawn BOOLEAN);

CREATE TABLE IF NOT EXISTS facts.decision_revision (
    revision_id VARCHAR, decision_id VARCHAR, kind VARCHAR, subject_kind VARCHAR,
    subject_id VARCHAR, area_id VARCHAR, reading_id VARCHAR, value DOUBLE, comparator VARCHAR,
    low DOUBLE, high DOUBLE, as_of_year INTEGER, judgement VARCHAR, decided_by VARCHAR,
    decided_on DATE, document_no VARCHAR, note VARCHAR, recorded_at TIMESTAMP,
    recorded_by VARCHAR, is_withdrawn BOOLEAN, number_kind VARCHAR);

-- What a decided number is measured from (level, pp_change, relative_change); files made
-- before it was kept get the column here.
ALTER TABLE facts.decision_revision ADD COLUMN IF NOT EXISTS number_kind VARCHAR;

CREATE TABLE IF NOT EXISTS facts.allocation_revision (
    revision_id VARCHAR, name VARCHAR, target_id VARCHAR, reading_id VARCHAR,
    indicator_id VARCHAR, method VARCHAR, area_id VARCHAR, base_year INTEGER,
    base_value DOUBLE, target_value DOUBLE, unit VARCHAR, recorded_at TIMESTAMP,
    recorded_by VARCHAR, is_withdrawn BOOLEAN);

CREATE TABLE IF NOT EXISTS facts.group_revision (
    revision_id VARCHAR, group_id VARCHAR, name_zh VARCHAR, name_en VARCHAR, note VARCHAR,
    recorded_at TIMESTAMP, recorded_by VARCHAR, is_withdrawn BOOLEAN);

CREATE TABLE IF NOT EXISTS facts.group_member_revision (
    revision_id VARCHAR, group_id VARCHAR, area_id VARCHAR, from_year INTEGER,
    to_year INTEGER, recorded_at TIMESTAMP, recorded_by VARCHAR, is_withdrawn BOOLEAN);

CREATE TABLE IF NOT EXISTS facts.weight_revision (
    revision_id VARCHAR, name VARCHAR, area_id VARCHAR, weight DOUBLE,
    recorded_at TIMESTAMP, recorded_by VARCHAR, is_withdrawn BOOLEAN);

CREATE TABLE IF NOT EXISTS facts.synonym_revision (
    revision_id VARCHAR, synonym VARCHAR, indicator_id VARCHAR,
    recorded_at TIMESTAMP, recorded_by VARCHAR, is_withdrawn BOOLEAN);

CREATE TABLE IF NOT EXISTS facts.layout_revision (
    revision_id VARCHAR, fingerprint VARCHAR, mapping VARCHAR,
    recorded_at TIMESTAMP, recorded_by VARCHAR, is_withdrawn BOOLEAN);

CREATE TABLE IF NOT EXISTS facts.setting_revision (
    revision_id VARCHAR, setting_id VARCHAR, value VARCHAR, note VARCHAR,
    recorded_at TIMESTAMP, recorded_by VARCHAR, is_withdrawn BOOLEAN);

CREATE TABLE IF NOT EXISTS facts.programme_note_revision (
    revision_id VARCHAR, item_id VARCHAR, area_id VARCHAR, status VARCHAR, note VARCHAR,
    noted_on DATE, recorded_at TIMESTAMP, recorded_by VARCHAR, is_withdrawn BOOLEAN);

CREATE TABLE IF NOT EXISTS facts.remedy_revision (
    revision_id VARCHAR, target_id VARCHAR, area_id VARCHAR, reason VARCHAR, remedy VARCHAR,
    responsible VARCHAR, due_on DATE, recorded_at TIMESTAMP, recorded_by VARCHAR,
    is_withdrawn BOOLEAN);

CREATE TABLE IF NOT EXISTS facts.rejection (
    upload_id VARCHAR, sheet VARCHAR, row_no INTEGER, column_name VARCHAR, value VARCHAR,
    rule VARCHAR, detail VARCHAR);
