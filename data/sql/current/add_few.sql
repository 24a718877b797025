-- Computes the figures of one slice of few keys (current/narrow).
INSERT INTO current.figure BY NAME
FROM current.compute_figures('due', revisions := 'due_revision', acts := 'due_act')
ORDER BY indicator_id, area_id, period, year
