-- One row per kind of change (current.compare_figures), with how many figures changed so; those that
-- are computed are a kind of their own. batch holds how the figures of some keys stood before
-- (changes/stood), or all of them with $is_whole (changes/stood_whole), of the indicators $known.
-- The figures of other indicators are new (current.list_added): all less those of the known ones, which
-- are found without reading what indicator each of the others is of.
WITH counted AS (
    SELECT change, is_computed, count(*) AS figures
    FROM current.compare_figures('batch', $is_whole, $known::VARCHAR[], $close)
    GROUP BY change, is_computed
    UNION ALL
    SELECT 'new', is_computed, count(*)
    FROM facts.figure
    WHERE $is_whole
    GROUP BY is_computed
    UNION ALL
    SELECT 'new', is_computed, -count(*)
    FROM facts.figure
    WHERE $is_whole AND indicator_id IN (SELECT unnest($known::VARCHAR[]))
    GROUP BY is_computed
)
SELECT CASE WHEN is_computed THEN 'computed' ELSE change END AS kind, sum(figures)::BIGINT AS figures
FROM counted
GROUP BY kind
HAVING sum(figures) > 0
ORDER BY kind
