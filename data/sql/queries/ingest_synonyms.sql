-- One row per synonym of an indicator; the users' own (newest revision each) are marked.
SELECT synonym, indicator_id, false AS is_user
FROM plan.indicator_synonym
UNION ALL
SELECT synonym, indicator_id, true
FROM (
    SELECT *
    FROM facts.synonym_revision
    QUALIFY row_number() OVER (PARTITION BY synonym ORDER BY revision_id DESC) = 1)
WHERE NOT is_withdrawn
