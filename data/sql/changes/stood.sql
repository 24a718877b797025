-- One row per figure of the keys in batch (indicator_id, area_id, year) that is in force; a key
-- without one has a row without a period.
SELECT indicator_id, area_id, year, period, value, unit, state, is_computed
FROM batch
LEFT JOIN facts.figure AS figure USING (indicator_id, area_id, year)
