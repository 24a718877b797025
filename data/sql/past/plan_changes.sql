-- One row per row of the plan's tables that stands now and did not then (times is greater than
-- zero), or the other way round, and how many times.
SELECT table_name, content, sum(CASE WHEN is_added THEN 1 ELSE -1 END)::INTEGER AS times
FROM facts.plan_change
WHERE seq > $seq
GROUP BY table_name, content
HAVING times <> 0
ORDER BY table_name, content
