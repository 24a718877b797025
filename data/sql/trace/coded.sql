-- One row per indicator and area, each of them also NULL, whose hash with a year ("" without one)
-- begins between $low and $high.
WITH indicator AS (
    SELECT indicator_id FROM plan.indicator UNION ALL SELECT NULL
),
area AS (
    SELECT area_id FROM facts.area UNION ALL SELECT NULL
)
SELECT indicator_id, area_id
FROM indicator, area
WHERE left(sha256(
    coalesce(indicator_id, '') || '|' || coalesce(area_id, '') || '|' || $year), 8)
    BETWEEN $low AND $high
ORDER BY ALL
