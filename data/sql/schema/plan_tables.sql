-- One row per table that is built from CSV.
SELECT schema_name || '.' || table_name AS table_path, table_name
FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name IN ('plan', 'plans')
ORDER BY table_name
