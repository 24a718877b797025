-- Steps between sending and publishing, and sample checks of what was sent. A step is an act on
-- values (step_id); each value of it has a row. subject_id is the revision of the value.

CREATE TABLE facts.step_revision (
    revision_id UUID, step_id UUID, step VARCHAR, subject_id UUID, indicator_id VARCHAR,
    area_id VARCHAR, year INTEGER, period VARCHAR, value DOUBLE, remark VARCHAR,
    document_no VARCHAR, decided_on DATE, recorded_at TIMESTAMP, recorded_by VARCHAR,
    is_withdrawn BOOLEAN, seq BIGINT);

-- A sample: how it was drawn, and from which values (their number and a hash of all of them).
CREATE TABLE facts.sample_revision (
    revision_id UUID, sample_id UUID, area_id VARCHAR, indicator_id VARCHAR, year INTEGER,
    share_pct DOUBLE, seed BIGINT, frame_size INTEGER, frame_sha256 VARCHAR,
    recorded_at TIMESTAMP, recorded_by VARCHAR, is_withdrawn BOOLEAN, seq BIGINT);

-- One row per value drawn, and per finding on it. frame_size is that of the value's county.
CREATE TABLE facts.sample_check_revision (
    revision_id UUID, sample_id UUID, subject_id UUID, indicator_id VARCHAR, area_id VARCHAR,
    year INTEGER, period VARCHAR, value DOUBLE, frame_size INTEGER, finding VARCHAR,
    found DOUBLE, evidence VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR,
    is_withdrawn BOOLEAN, seq BIGINT);
