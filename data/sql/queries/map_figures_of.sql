-- One row per area and year, in no order: the present yearly figures of one indicator (map_figures
-- has all).
SELECT figure.area_id, figure.year, figure.value, figure.unit, figure.state, figure.source,
       figure.sources_disagree, figure.recorded_at, area.level
FROM facts.figure AS figure
JOIN plan.area AS area USING (area_id)
WHERE figure.indicator_id = $indicator_id AND figure.period = 'Y' AND figure.value IS NOT NULL;
