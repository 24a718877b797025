-- The uploads. Each stays, because whether a value counts depends on it; of those with values of
-- other areas the name and what was said of it are left out. Who sent it is told where any of its
-- values is seen, as with that value; elsewhere it is NULL, while '' is a name that was not given. A file that is not given
-- out has '' for its hash: somebody who guesses its few values could prove them by the hash.
CREATE VIEW {seen}.{schema}.{table} AS
SELECT * EXCLUDE (is_seen, is_own, is_signed) REPLACE (
    CASE WHEN is_seen THEN file_name ELSE '' END AS file_name,
    CASE WHEN is_own THEN sha256 WHEN sha256 IS NOT NULL THEN '' END AS sha256,
    CASE WHEN is_seen OR is_signed THEN uploaded_by END AS uploaded_by,
    CASE WHEN is_seen THEN counts END AS counts,
    CASE WHEN is_seen THEN note END AS note)
FROM (
    SELECT
        *, upload_id IN (SELECT upload_id FROM {seen}.rights.upload) AS is_seen,
        upload_id IN (SELECT upload_id FROM {seen}.rights.own_upload) AS is_own,
        upload_id IN (SELECT upload_id FROM {seen}.rights.signed_upload) AS is_signed
    FROM {base}.{schema}.{table})
