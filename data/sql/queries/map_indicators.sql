-- One row per indicator with the number of its yearly figures below the region's level.
-- first_year and last_year are NULL where there is none.
SELECT
    indicator.indicator_id, indicator.name_zh, indicator.name_en, indicator.unit,
    indicator.direction, indicator.goal, indicator.growth_id,
    count(figure.value) FILTER (WHERE area.level = 'county') AS county_figures,
    count(figure.value) FILTER (
        WHERE area.level = 'prefecture' OR area.area_id = 'ili_direct'
            OR area.division = 'xpcc' AND area.level = 'county') AS prefecture_figures
FROM plan.indicator AS indicator
LEFT JOIN facts.figure AS figure
    ON figure.indicator_id = indicator.indicator_id AND figure.period = 'Y'
LEFT JOIN plan.area AS area USING (area_id)
GROUP BY ALL
ORDER BY min(indicator.rowid);
