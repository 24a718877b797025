-- One row per yearly figure of one indicator.
SELECT area_id, year, value, state, source
FROM {table}
WHERE indicator_id = 'made_05_output' AND period = 'Y'
ORDER BY area_id, year
