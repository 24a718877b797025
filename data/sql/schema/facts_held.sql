-- One row: whether any table of the users holds a row, whatever version the file has.
SELECT coalesce(sum(estimated_size), 0) > 0 AS is_held
FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name = 'facts' AND table_name <> 'schema_version'
