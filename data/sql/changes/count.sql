-- One row per kind of change (current.compare_figures), with how many figures changed so; those that
-- are computed are a kind of their own. batch holds how the figures of some keys stood before
-- (changes/stood), or all of them with $is_whole (changes/stood_whole), of the indicators $known.
WITH counted AS (
    SELECT change, is_computed, count(*) AS figures
    FROM current.compare_figures('batch', $is_whole, $known::VARCHAR[], $close)
    GROUP BY change, is_computed
    UNION ALL
    SELECT any_value(change), is_computed, count(*)
    FROM current.list_added($known::VARCHAR[])
    WHERE $is_whole
    GROUP BY is_computed
)
SELECT CASE WHEN is_computed THEN 'computed' ELSE change END AS kind, sum(figures)::BIGINT AS figures
FROM counted
GROUP BY kind
ORDER BY kind
