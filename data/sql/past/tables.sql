-- One row per table of facts and plan: the column that says when a row was recorded, NULL where
-- there is none or the rows have no numbers.
SELECT
    tables.schema_name, tables.table_name,
    CASE WHEN bool_or(columns.column_name = 'seq') THEN
        max(columns.column_name)
            FILTER (WHERE columns.column_name IN ('recorded_at', 'uploaded_at')) END AS time_column
FROM duckdb_tables() AS tables
JOIN duckdb_columns() AS columns USING (database_name, schema_name, table_name)
WHERE tables.database_name = current_database() AND tables.schema_name IN ('facts', 'plan')
GROUP BY ALL
ORDER BY ALL
