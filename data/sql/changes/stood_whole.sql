-- One row per figure that is in force.
SELECT indicator_id, area_id, year, period, value, unit, state, is_computed
FROM facts.figure
