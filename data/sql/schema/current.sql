-- An empty cache. data/store/current.py fills it from plan and facts; it may be dropped at any time.
CREATE SCHEMA IF NOT EXISTS current;

-- One row per indicator, area, year and period, and a second one where a figure was both sent and
-- computed; is_in_force marks the one that stands. stated_id and confirmed_at are NULL where nobody
-- repeated the value. A rebuild puts the rows of some areas after those of others, each part sorted by
-- indicator, area, period and year; later writes add theirs at the end.
CREATE OR REPLACE TABLE current.figure (
    indicator_id VARCHAR, area_id VARCHAR, period VARCHAR, year INTEGER, value DOUBLE,
    unit VARCHAR, state VARCHAR, source VARCHAR, note VARCHAR, note_zh VARCHAR,
    revision_id UUID, upload_id UUID, recorded_at TIMESTAMP, recorded_by VARCHAR,
    sources_disagree BOOLEAN, is_computed BOOLEAN, inputs VARCHAR, is_in_force BOOLEAN,
    stated_id UUID, confirmed_at TIMESTAMP);

-- One row per write: the numbers of the newest revision, upload and step that figure includes
-- after it (-1: not even the published series), and how many rows it added behind the sorted ones.
-- Rows are only appended: DuckDB cannot bring an UPDATE into the file while another query reads.
CREATE OR REPLACE TABLE current.state AS
SELECT
    -1::BIGINT AS revision_seq, -1::BIGINT AS upload_seq, -1::BIGINT AS step_seq,
    0::BIGINT AS unsorted_rows;
