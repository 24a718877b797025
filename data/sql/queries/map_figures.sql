-- One row per indicator, area and year: the present yearly figures.
SELECT figure.indicator_id, figure.area_id, figure.year, figure.value, figure.unit,
       figure.state, figure.source, figure.sources_disagree, figure.recorded_at, area.level
FROM facts.figure AS figure
JOIN plan.area AS area USING (area_id)
WHERE figure.period = 'Y' AND figure.value IS NOT NULL
ORDER BY figure.indicator_id, figure.year, figure.area_id;
