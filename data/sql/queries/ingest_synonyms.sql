-- One row per synonym of an indicator; users' own (the newest answer each, for every form)
-- are marked.
SELECT synonym, indicator_id, false AS is_user
FROM plan.indicator_synonym
UNION ALL
SELECT word, replace(meaning, 'indicator:', ''), true
FROM (
    SELECT *
    FROM facts.reading_word_revision
    WHERE shape = '*'
    QUALIFY row_number() OVER (PARTITION BY word ORDER BY seq DESC) = 1)
WHERE NOT is_withdrawn AND starts_with(meaning, 'indicator:')
