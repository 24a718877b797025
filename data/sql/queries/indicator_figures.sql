-- One row per area and year, in no order: the present yearly figures of one indicator (map_figures
-- has all). indicator_id is that which was asked for.
SELECT indicator_id, area_id, year, value, state, source, sources_disagree, recorded_at
FROM facts.figure
WHERE indicator_id = $indicator_id AND period = 'Y' AND value IS NOT NULL;
