-- One row per current observation: what a new file is compared with.
SELECT indicator_id, area_id, year, period, value, unit, state, source
FROM facts.observation
