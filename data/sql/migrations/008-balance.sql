-- Forage–livestock balance: factor sets, pastures, other forage, herds, and what was published of it.
-- Season 'year' is the whole year; subject, season and age 'any' of a factor hold for all.

CREATE TABLE facts.factor_set_revision (
    revision_id UUID, set_id VARCHAR, name VARCHAR, source VARCHAR, is_example BOOLEAN,
    upload_id UUID, recorded_at TIMESTAMP, recorded_by VARCHAR, is_withdrawn BOOLEAN,
    seq BIGINT);

CREATE TABLE facts.factor_revision (
    revision_id UUID, set_id VARCHAR, factor VARCHAR, subject VARCHAR, season VARCHAR,
    age VARCHAR, value DOUBLE, note VARCHAR, upload_id UUID, recorded_at TIMESTAMP,
    recorded_by VARCHAR, is_withdrawn BOOLEAN, seq BIGINT);

CREATE TABLE facts.pasture_revision (
    revision_id UUID, area_id VARCHAR, year INTEGER, season VARCHAR, type_id VARCHAR,
    name VARCHAR, use VARCHAR, area_ha DOUBLE, yield_kg_ha DOUBLE, condition VARCHAR,
    days INTEGER, source VARCHAR, note VARCHAR, upload_id UUID, recorded_at TIMESTAMP,
    recorded_by VARCHAR, is_withdrawn BOOLEAN, seq BIGINT);

CREATE TABLE facts.forage_source_revision (
    revision_id UUID, area_id VARCHAR, year INTEGER, season VARCHAR, kind VARCHAR,
    name VARCHAR, amount_t DOUBLE, condition VARCHAR, source VARCHAR, note VARCHAR,
    upload_id UUID, recorded_at TIMESTAMP, recorded_by VARCHAR, is_withdrawn BOOLEAN,
    seq BIGINT);

CREATE TABLE facts.herd_revision (
    revision_id UUID, area_id VARCHAR, year INTEGER, season VARCHAR, kind VARCHAR,
    age VARCHAR, place VARCHAR, head DOUBLE, source VARCHAR, note VARCHAR, upload_id UUID,
    recorded_at TIMESTAMP, recorded_by VARCHAR, is_withdrawn BOOLEAN, seq BIGINT);

-- content is what the document said (JSON), so that it can be made again as it was published.
CREATE TABLE facts.publication_revision (
    revision_id UUID, number VARCHAR, subject VARCHAR, area_id VARCHAR, year INTEGER,
    published_on DATE, content VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR,
    is_withdrawn BOOLEAN, seq BIGINT);
