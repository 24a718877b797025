-- One row per table of plan, facts and current: of these a view is made.
SELECT schema_name, table_name
FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name IN ('facts', 'plan', 'current')
ORDER BY ALL
