-- One row per table of the plan that a release changed after a number: rows that came and went.
SELECT
    table_name, count(*) FILTER (WHERE is_added) AS added,
    count(*) FILTER (WHERE NOT is_added) AS removed, max(recorded_at) AS recorded_at
FROM facts.plan_change
WHERE seq > $seq
GROUP BY table_name
ORDER BY table_name
