-- One row per yearly figure of one area.
SELECT indicator_id, year, value, state, source
FROM {table}
WHERE area_id = '710003' AND period = 'Y'
ORDER BY indicator_id, year
