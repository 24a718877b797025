-- One row: where the files of a table are, below the folder of the lake. A table that was renamed
-- keeps the folder of its first name.
SELECT owner.path AS schema_path, stored.path AS table_path
FROM __ducklake_metadata_lake.ducklake_table AS stored
JOIN __ducklake_metadata_lake.ducklake_schema AS owner USING (schema_id)
WHERE owner.schema_name = $schema AND stored.table_name = $table
    AND stored.end_snapshot IS NULL AND owner.end_snapshot IS NULL
