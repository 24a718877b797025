-- One row per indicator with a yearly figure of any area: how many it has below the region's level.
-- Adding up ones takes a fifth less time than counting under a condition.
WITH below AS (
    SELECT
        area_id, (level = 'county')::UTINYINT AS is_county,
        coalesce(
            level = 'prefecture' OR area_id = 'ili_direct'
                OR division = 'xpcc' AND level = 'county', false)::UTINYINT AS is_prefecture
    FROM plan.area
)
SELECT
    figure.indicator_id,
    sum(below.is_county)::BIGINT AS county_figures,
    sum(below.is_prefecture)::BIGINT AS prefecture_figures
FROM facts.figure AS figure
JOIN below USING (area_id)
WHERE figure.period = 'Y' AND figure.value IS NOT NULL
GROUP BY figure.indicator_id
