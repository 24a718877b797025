-- Computes the figures of one slice.
INSERT INTO current.figure BY NAME
FROM current.compute_figures('due', first_area := $first_id, last_area := $last_id)
ORDER BY indicator_id, area_id, period, year
