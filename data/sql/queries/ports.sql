-- One row per port: those that offices entered (newest revision each), and those that come with
-- Caomu unless an office entered the same port of the same county.
WITH entered AS (
    SELECT port_id, name, area_id, kind, source, recorded_at, recorded_by
    FROM (
        SELECT *
        FROM facts.port_revision
        QUALIFY row_number() OVER (PARTITION BY port_id ORDER BY seq DESC) = 1)
    WHERE NOT is_withdrawn
)
SELECT CAST(port_id AS VARCHAR) AS port_id, name, area_id, kind, source, recorded_at, recorded_by
FROM entered
UNION ALL
SELECT NULL, name, area_id, kind, source, NULL, NULL
FROM plan.port
WHERE (name, area_id) NOT IN (SELECT (name, area_id) FROM entered)
ORDER BY area_id, name, kind NULLS LAST
