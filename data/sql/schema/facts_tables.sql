SELECT table_name
FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name = 'facts' AND table_name <> 'schema_version'
ORDER BY table_name
