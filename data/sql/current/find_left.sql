-- The keys whose figures may have changed by the values that may not stand as they are
-- (current/find_disputed).
CREATE OR REPLACE TEMP TABLE touched AS
WITH sent AS (
    SELECT DISTINCT indicator_id, area_id, year
    FROM facts.observation_row
    WHERE seq IN (SELECT seq FROM disputed)
)
FROM sent
UNION
SELECT formula.indicator_id, sent.area_id, sent.year - formula.year_offset
FROM sent
JOIN plan.formula AS formula ON formula.input_id = sent.indicator_id
