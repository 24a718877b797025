-- One row per indicator with the number of its yearly figures below the region's level, 0 where
-- there is none. The areas of an indicator are counted first: they are few beside its figures.
WITH counted AS (
    SELECT indicator_id, area_id, count(value) AS figures
    FROM facts.figure
    WHERE period = 'Y'
    GROUP BY indicator_id, area_id
),
below AS (
    SELECT
        counted.indicator_id,
        sum(figures) FILTER (WHERE area.level = 'county') AS county_figures,
        sum(figures) FILTER (
            WHERE area.level = 'prefecture' OR area.area_id = 'ili_direct'
                OR area.division = 'xpcc' AND area.level = 'county') AS prefecture_figures
    FROM counted
    JOIN plan.area AS area USING (area_id)
    GROUP BY counted.indicator_id
)
SELECT
    indicator.indicator_id, indicator.name_zh, indicator.name_en, indicator.unit,
    indicator.direction, indicator.goal, indicator.growth_id,
    coalesce(below.county_figures, 0)::BIGINT AS county_figures,
    coalesce(below.prefecture_figures, 0)::BIGINT AS prefecture_figures
FROM plan.indicator AS indicator
LEFT JOIN below USING (indicator_id)
ORDER BY indicator.rowid;
