-- One row per series break, including those of derived indicators.
SELECT indicator_id, area_id, after_year
FROM plan.series_break_all
