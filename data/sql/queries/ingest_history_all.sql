-- One row per current yearly figure.
SELECT indicator_id, area_id, year, value
FROM facts.observation
WHERE period = 'Y'
