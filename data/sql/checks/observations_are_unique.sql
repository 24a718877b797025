-- There is one current value per indicator, area, year and period.
SELECT indicator_id, area_id, year, period, count(*) AS found
FROM facts.figure GROUP BY ALL HAVING count(*) > 1
