-- One row per indicator with a yearly figure of any area: how many it has below the region's level.
WITH below AS (
    SELECT
        area_id, level = 'county' AS is_county,
        coalesce(
            level = 'prefecture' OR area_id = 'ili_direct'
                OR division = 'xpcc' AND level = 'county', false) AS is_prefecture
    FROM plan.area
)
SELECT
    figure.indicator_id,
    count(figure.value) FILTER (WHERE below.is_county) AS county_figures,
    count(figure.value) FILTER (WHERE below.is_prefecture) AS prefecture_figures
FROM facts.figure AS figure
JOIN below USING (area_id)
WHERE figure.period = 'Y'
GROUP BY figure.indicator_id
