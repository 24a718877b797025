-- One row per figure in force that was released.
SELECT indicator_id, area_id AS area_code, year, period FROM facts.released_figure
