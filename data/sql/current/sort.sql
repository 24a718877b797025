-- Sorts what is kept, so many rows of some areas after the other, as a rebuild does (current/slices).
CREATE OR REPLACE TABLE current.figure AS
WITH counted AS (
    SELECT area_id, count(*) AS figures
    FROM current.figure
    GROUP BY area_id
),
numbered AS (
    SELECT
        area_id,
        (sum(figures) OVER (ORDER BY area_id) - figures) // $rows_at_a_time AS slice
    FROM counted
)
SELECT figure.*
FROM current.figure AS figure
JOIN numbered USING (area_id)
ORDER BY slice, indicator_id, area_id, period, year
