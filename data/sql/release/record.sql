-- Records what stands only before the tables were built anew, or only since.
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
change AS (
    SELECT *, false AS is_added FROM gone
    UNION ALL
    SELECT *, true FROM come
)
SELECT
    uuidv7()::VARCHAR AS change_id, table_name, content, is_added, $recorded_at AS recorded_at,
    (SELECT coalesce(max(seq), 0) FROM facts.plan_change)
        + row_number() OVER (ORDER BY table_name, is_added, content) AS seq
FROM change
