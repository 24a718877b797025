-- One row per indicator, area and year that somebody sent: when a value that counts first came in.
SELECT indicator_id, area_id, year, min(recorded_at) AS first_at
FROM facts.live_revision
WHERE period = 'Y' AND recorded_at IS NOT NULL AND NOT is_withdrawn
    AND year BETWEEN $first_year AND $last_year
GROUP BY indicator_id, area_id, year
