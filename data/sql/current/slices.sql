-- One row per slice of the rows of a table or view named $counted, in order: its first and last area, and
-- how many of them it has. A slice has so many, or those of one area.
WITH counted AS (
    SELECT area_id, count(*) AS keys
    FROM query_table($counted)
    WHERE area_id IS NOT NULL AND indicator_id IS NOT NULL
    GROUP BY area_id
),
numbered AS (
    SELECT
        area_id, keys, (sum(keys) OVER (ORDER BY area_id) - keys) // $keys_at_a_time AS slice
    FROM counted
)
SELECT min(area_id) AS first_id, max(area_id) AS last_id, sum(keys)::BIGINT AS keys
FROM numbered
GROUP BY slice
ORDER BY slice
