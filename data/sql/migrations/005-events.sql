-- Events beside a series, as users record them: drought, disease, policy, a change of what is
-- counted. Without an indicator an event concerns every series of its area. happened_on is as
-- exact as it is known: 2023, 2023-07 or 2023-07-15.

CREATE TABLE facts.event_revision (
    revision_id VARCHAR, event_id VARCHAR, area_id VARCHAR, indicator_id VARCHAR, kind VARCHAR,
    happened_on VARCHAR, name VARCHAR, source VARCHAR, recorded_at TIMESTAMP,
    recorded_by VARCHAR, is_withdrawn BOOLEAN, seq BIGINT);
