-- One row per indicator, area and year: the present yearly figures.
SELECT indicator_id, area_id, year, value, state, source, sources_disagree, recorded_at
FROM facts.figure
WHERE period = 'Y' AND value IS NOT NULL
ORDER BY indicator_id, year, area_id;
