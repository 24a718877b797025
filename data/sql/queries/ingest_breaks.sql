-- One row per series break, those of derived indicators among them.
SELECT indicator_id, area_id, after_year
FROM plan.series_break_all
