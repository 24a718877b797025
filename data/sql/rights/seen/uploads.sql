-- The uploads. Each stays, because whether a value counts depends on it; of those with values of
-- other areas the name, who sent it and what was said of it are left out. A file that is not given
-- out has '' for its hash: somebody who guesses its few values could prove them by the hash.
CREATE VIEW {seen}.{schema}.{table} AS
SELECT * EXCLUDE (is_seen, is_own) REPLACE (
    CASE WHEN is_seen THEN file_name ELSE '' END AS file_name,
    CASE WHEN is_own THEN sha256 WHEN sha256 IS NOT NULL THEN '' END AS sha256,
    CASE WHEN is_seen THEN uploaded_by ELSE '' END AS uploaded_by,
    CASE WHEN is_seen THEN counts END AS counts,
    CASE WHEN is_seen THEN note END AS note)
FROM (
    SELECT
        *, upload_id IN (SELECT upload_id FROM {seen}.rights.upload) AS is_seen,
        upload_id IN (SELECT upload_id FROM {seen}.rights.own_upload) AS is_own
    FROM {base}.{schema}.{table})
