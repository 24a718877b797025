-- Computes the figures of one slice.
INSERT INTO current.figure BY NAME
FROM current.compute_figures('due')
ORDER BY indicator_id, area_id, period, year
