-- One row per figure that differs between two days, with how it stood at each
-- (current.compare_figures). batch holds how the figures of some keys stood before (changes/stood), or
-- all of them with $is_whole (changes/stood_whole), of the indicators $known.
-- At most $most rows (NULL: all); with $sent_first those that are computed come last.
SELECT *
FROM (
    FROM current.compare_figures('batch', $is_whole, $known::VARCHAR[], $close)
    UNION ALL BY NAME
    FROM current.list_added($known::VARCHAR[]) WHERE $is_whole
)
ORDER BY $sent_first AND is_computed, indicator_id, area_id, year, period
LIMIT $most
