-- One row per table of facts, plan and plans: whether its rows are numbered, and the column that says when
-- a row was recorded, NULL where there is none.
SELECT
    tables.schema_name, tables.table_name,
    bool_or(columns.column_name = 'seq') AS is_numbered,
    max(columns.column_name)
        FILTER (WHERE columns.column_name IN ('recorded_at', 'uploaded_at')) AS time_column
FROM duckdb_tables() AS tables
JOIN duckdb_columns() AS columns USING (database_name, schema_name, table_name)
WHERE tables.database_name = current_database() AND tables.schema_name IN ('facts', 'plan', 'plans')
GROUP BY ALL
ORDER BY ALL
