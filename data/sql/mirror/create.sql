-- Says which snapshot of which lake this copy holds. Rows are only appended.
CREATE SCHEMA IF NOT EXISTS mirror;
CREATE TABLE IF NOT EXISTS mirror.state (lake_id VARCHAR, snapshot_id BIGINT, mark VARCHAR)
