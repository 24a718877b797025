SELECT table_name
FROM duckdb_tables()
WHERE schema_name = 'facts' AND table_name <> 'schema_version'
ORDER BY table_name
