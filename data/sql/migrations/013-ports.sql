-- Ports of entry, as offices enter them with their source. kind is road, rail or air.

CREATE TABLE facts.port_revision (
    revision_id UUID, port_id UUID, name VARCHAR, area_id VARCHAR, kind VARCHAR, source VARCHAR,
    recorded_at TIMESTAMP, recorded_by VARCHAR, is_withdrawn BOOLEAN, seq BIGINT);
