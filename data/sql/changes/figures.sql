-- One row per figure of the keys in batch (indicator_id, area_id, year) that is in force.
SELECT indicator_id, area_id, year, period, value, unit, state, source, is_computed
FROM facts.figure
SEMI JOIN batch USING (indicator_id, area_id, year)
ORDER BY indicator_id, area_id, year, period
