-- One row per area and year: how many of the indicators of the plan's goals have a
-- yearly figure. asked is their number; it excludes context indicators.
WITH asked AS (
    SELECT indicator_id FROM plan.indicator WHERE goal <> 'context'
)
SELECT figure.area_id, figure.year, count(DISTINCT figure.indicator_id) AS found,
       (SELECT count(*) FROM asked) AS asked, max(figure.recorded_at) AS recorded_at,
       string_agg(DISTINCT figure.state, ' ' ORDER BY figure.state) AS states
FROM facts.figure AS figure
JOIN asked USING (indicator_id)
JOIN plan.area AS area USING (area_id)
WHERE figure.period = 'Y' AND figure.value IS NOT NULL AND area.level <> 'region'
GROUP BY figure.area_id, figure.year
ORDER BY figure.year, figure.area_id;
