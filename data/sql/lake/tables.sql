-- One row per table of facts, with its number in the catalogue.
SELECT stored.table_id, stored.table_name
FROM __ducklake_metadata_lake.ducklake_table AS stored
JOIN __ducklake_metadata_lake.ducklake_schema AS owner USING (schema_id)
WHERE owner.schema_name = 'facts' AND stored.table_name <> 'schema_version'
    AND stored.end_snapshot IS NULL AND owner.end_snapshot IS NULL
ORDER BY stored.table_name
