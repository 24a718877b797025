-- One row per target and indicator that measures it (and reading, if it is tied to one).
SELECT target_id, indicator_id, is_primary, reading_id FROM plan.target_measure ORDER BY rowid
