-- One row when schema and name are those of a table: its first column, and whether its rows are
-- numbered.
SELECT arg_min(column_name, ordinal_position) AS key, bool_or(column_name = 'seq') AS is_numbered
FROM information_schema.columns
WHERE table_catalog = current_database() AND table_schema || '.' || table_name = $table
HAVING count(*) > 0
