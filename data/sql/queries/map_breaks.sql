-- One row per area and last year on the old basis: breaks in the series of one indicator.
SELECT DISTINCT area_id, after_year
FROM plan.series_break_all
WHERE indicator_id = $indicator_id
ORDER BY area_id, after_year;
