-- The files that were sent, as parts: seen as what else came with their uploads.
CREATE VIEW {seen}.{schema}.{table} AS
FROM {base}.{schema}.{table}
WHERE sha256 IN (
    SELECT sha256 FROM {base}.facts.upload
    WHERE upload_id IN (SELECT upload_id FROM {seen}.rights.own_upload))
