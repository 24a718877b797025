-- One row per lake that was set up: what tells it from every other.
SELECT schema_uuid::VARCHAR AS lake_id
FROM __ducklake_metadata_lake.ducklake_schema
WHERE schema_name = 'facts' AND end_snapshot IS NULL
