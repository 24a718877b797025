-- One row: whether any project that stands is a made-up one.
SELECT count(*) > 0 AS is_loaded FROM facts.project WHERE state = 'demonstration'
