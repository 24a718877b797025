-- One row per slice of the touched keys, in order: its first and last indicator, and how many
-- keys it has. A slice has so many keys, or those of one indicator.
WITH counted AS (
    SELECT indicator_id, count(*) AS keys
    FROM touched
    WHERE indicator_id IS NOT NULL
    GROUP BY indicator_id
),
numbered AS (
    SELECT
        indicator_id, keys,
        (sum(keys) OVER (ORDER BY indicator_id) - keys) // $keys_at_a_time AS slice
    FROM counted
)
SELECT
    min(indicator_id) AS first_id, max(indicator_id) AS last_id, sum(keys)::BIGINT AS keys
FROM numbered
GROUP BY slice
ORDER BY slice
