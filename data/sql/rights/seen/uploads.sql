-- The uploads. Each stays, because whether a value counts depends on it; of those with values of
-- other areas the file, who sent it and what was said of it are left out.
CREATE VIEW {seen}.{schema}.{table} AS
SELECT * EXCLUDE (is_seen) REPLACE (
    CASE WHEN is_seen THEN file_name ELSE '' END AS file_name,
    CASE WHEN is_seen THEN sha256 END AS sha256,
    CASE WHEN is_seen THEN uploaded_by ELSE '' END AS uploaded_by,
    CASE WHEN is_seen THEN counts END AS counts,
    CASE WHEN is_seen THEN note END AS note)
FROM (
    SELECT *, upload_id IN (SELECT upload_id FROM {seen}.rights.upload) AS is_seen
    FROM {base}.{schema}.{table})
