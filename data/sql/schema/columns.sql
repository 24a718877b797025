-- One row per column of a table that is built from CSV.
SELECT
    columns.table_schema || '.' || columns.table_name AS table_path, columns.table_name,
    columns.column_name, columns.data_type
FROM information_schema.columns AS columns
JOIN information_schema.tables AS tables USING (table_catalog, table_schema, table_name)
WHERE columns.table_catalog = current_database() AND columns.table_schema IN ('plan', 'plans')
    AND tables.table_type = 'BASE TABLE'
ORDER BY table_path, columns.ordinal_position
