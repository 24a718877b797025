-- One row: the number of the newest row of a table that was recorded until a time (UTC), 0 without
-- one, and when the first was recorded.
SELECT
    coalesce(max(seq) FILTER (WHERE {time_column} <= $until), 0) AS seq,
    min({time_column}) AS first_at
FROM facts.{table}
