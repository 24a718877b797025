-- What came with an upload: seen where all its values are of the own areas.
CREATE VIEW {seen}.{schema}.{table} AS
FROM {base}.{schema}.{table}
WHERE upload_id IN (SELECT upload_id FROM {seen}.rights.own_upload)
