-- One row per remembered form: the newest correction, unless withdrawn.
SELECT fingerprint, mapping
FROM (
    SELECT *
    FROM facts.layout_revision
    QUALIFY row_number() OVER (PARTITION BY fingerprint ORDER BY seq DESC) = 1)
WHERE NOT is_withdrawn
