-- The same figures as a table of its own, made at once and in the same order: what is measured by.
CREATE OR REPLACE TABLE main.reference AS
SELECT * FROM facts.figure ORDER BY indicator_id, area_id, period, year
