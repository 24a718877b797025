-- One row per kind of change (current.compare_figures), with how many figures changed so; those that
-- are computed are a kind of their own. batch holds how the figures of some keys stood before
-- (changes/stood), or all of them with $is_whole (changes/stood_whole).
SELECT CASE WHEN is_computed THEN 'computed' ELSE change END AS kind, count(*) AS figures
FROM current.compare_figures('batch', $is_whole, $close)
GROUP BY kind
ORDER BY kind
