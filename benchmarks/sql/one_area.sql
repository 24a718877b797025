-- One row per yearly figure of one area.
SELECT indicator_id, year, value, state, source
FROM {table}
WHERE area_id = '{area}' AND period = 'Y'
ORDER BY indicator_id, year
