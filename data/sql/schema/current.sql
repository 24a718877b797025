-- What is kept of plan and facts, empty: a cache that is filled from both (data/store/current.py)
-- and may be thrown away at any time.
CREATE SCHEMA IF NOT EXISTS current;

-- One row per indicator, area, year and period, and one more where a figure was both sent and
-- computed; is_in_force marks the one that stands. It is sorted by its first four columns when
-- it is filled; what is written later stands behind until it is sorted anew.
CREATE OR REPLACE TABLE current.figure (
    indicator_id VARCHAR, area_id VARCHAR, period VARCHAR, year INTEGER, value DOUBLE,
    unit VARCHAR, state VARCHAR, source VARCHAR, note VARCHAR, note_zh VARCHAR,
    revision_id VARCHAR, upload_id VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR,
    sources_disagree BOOLEAN, is_computed BOOLEAN, inputs VARCHAR, is_in_force BOOLEAN);

-- One row per write: the numbers of the newest revision and upload that figure holds after it
-- (-1: not even the published series), and how many rows it put behind the sorted ones. Appended
-- and never changed: DuckDB then brings a write into the file while somebody reads.
CREATE OR REPLACE TABLE current.state AS
SELECT -1::BIGINT AS revision_seq, -1::BIGINT AS upload_seq, 0::BIGINT AS unsorted_rows;
