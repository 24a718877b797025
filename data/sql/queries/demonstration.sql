-- One row: whether any project in force is made up.
SELECT count(*) > 0 AS is_loaded FROM facts.project WHERE state = 'demonstration'
