-- One row per table of plan, plans, facts and current: of these a view is made.
SELECT schema_name, table_name
FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name IN ('facts', 'plan', 'plans', 'current')
ORDER BY ALL
