-- Records what stands only before the tables were built anew, or only since. A plan that was added
-- or taken away as a whole is no change: a former day shows it as it is now.
INSERT INTO facts.plan_change BY NAME
WITH gone AS (
    SELECT table_name, content FROM plan_row WHERE NOT is_added
    EXCEPT ALL
    SELECT table_name, content FROM plan_row WHERE is_added
),
come AS (
    SELECT table_name, content FROM plan_row WHERE is_added
    EXCEPT ALL
    SELECT table_name, content FROM plan_row WHERE NOT is_added
),
kept_plan AS (
    SELECT content->>'$.plan_id' AS plan_id
    FROM plan_row
    WHERE table_name = 'plan'
    GROUP BY ALL
    HAVING bool_or(is_added) AND NOT bool_and(is_added)
),
change AS (
    SELECT * FROM (
        SELECT *, false AS is_added FROM gone
        UNION ALL
        SELECT *, true FROM come)
    WHERE (content->>'$.plan_id') IS NULL
        OR (content->>'$.plan_id') IN (SELECT plan_id FROM kept_plan)
)
SELECT
    uuidv7()::VARCHAR AS change_id, table_name, content, is_added, $recorded_at AS recorded_at,
    (SELECT coalesce(max(seq), 0) FROM facts.plan_change)
        + row_number() OVER (ORDER BY table_name, is_added, content) AS seq
FROM change
