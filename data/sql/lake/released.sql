-- The rows of the plan's tables as of the newest release.
SELECT table_name, content FROM lake.release.plan_row
