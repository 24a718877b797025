-- One row per indicator with a yearly figure of any area: how many it has.
SELECT indicator_id, count(*) AS figures
FROM facts.figure
WHERE period = 'Y'
GROUP BY indicator_id
