-- At most one row: the newest correction of a form, unless withdrawn.
SELECT mapping
FROM (
    SELECT *
    FROM facts.layout_revision
    WHERE fingerprint = $fingerprint
    QUALIFY row_number() OVER (ORDER BY revision_id DESC) = 1)
WHERE NOT is_withdrawn
