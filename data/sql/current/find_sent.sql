-- The slice of all keys whose figures may have changed by what was sent after the given number: those of
-- current.find_keys where nothing was undone or returned, without looking at every upload.
CREATE OR REPLACE TEMP TABLE due AS
WITH sent AS (
    SELECT DISTINCT indicator_id, area_id, year
    FROM facts.observation_row
    WHERE seq > $revision_seq
)
FROM sent
UNION
SELECT formula.indicator_id, sent.area_id, sent.year - formula.year_offset
FROM sent
JOIN plan.formula AS formula ON formula.input_id = sent.indicator_id
