-- One row per area that sent figures: how many (indicators, years and periods) it sent, and how
-- many of them were ever returned. An undone return is none. A NULL parameter asks for all.
SELECT
    sent.area_id, count(*) AS sent, count(returned.indicator_id) AS returned
FROM (
    SELECT DISTINCT indicator_id, area_id, year, period
    FROM facts.live_revision
    WHERE state IN ('reported', 'provisional') AND upload_id IS NOT NULL AND NOT is_withdrawn
        AND ($indicator_id IS NULL OR indicator_id = $indicator_id)
        AND ($year IS NULL OR year = $year)
        AND ($areas::VARCHAR[] IS NULL OR list_contains($areas::VARCHAR[], area_id))
) AS sent
LEFT JOIN (
    SELECT DISTINCT indicator_id, area_id, year, period FROM facts.step WHERE step = 'returned'
) AS returned USING (indicator_id, area_id, year, period)
GROUP BY sent.area_id
ORDER BY sent.area_id
