-- One row per yearly figure of one indicator.
SELECT area_id, year, value, state, source
FROM {table}
WHERE indicator_id = 'generated_05' AND period = 'Y'
ORDER BY area_id, year
