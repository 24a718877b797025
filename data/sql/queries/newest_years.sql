-- One row per area with a yearly figure: the newest year that has one.
SELECT area_id, max(year) AS year
FROM facts.figure
WHERE period = 'Y'
GROUP BY area_id
