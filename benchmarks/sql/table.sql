-- A table with the five columns of a tidy file.
CREATE TABLE revision (
    indicator_id VARCHAR, area_id VARCHAR, year INTEGER, value DOUBLE, unit VARCHAR)
