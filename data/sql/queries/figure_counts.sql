-- One row per indicator with a yearly figure: how many it has in all areas.
SELECT indicator_id, count(*) AS figures
FROM facts.figure
WHERE period = 'Y'
GROUP BY indicator_id
