-- One row per area, with a short and unique name for labels: the long name of an
-- autonomous county is replaced by its alias that ends in 县, such as 木垒县.
WITH alias AS (
    SELECT alias, min(area_id) AS area_id
    FROM plan.area_alias
    WHERE kind = 'short' AND alias SIMILAR TO '.*[县市区]' AND alias NOT LIKE '%自治%'
    GROUP BY alias
    HAVING count(DISTINCT area_id) = 1
),
short AS (
    SELECT area_id, arg_max(alias, length(alias)) AS short_zh
    FROM alias
    GROUP BY area_id
)
SELECT area.area_id, area.name_zh, area.name_en, area.level, area.parent_id, area.division,
       area.has_boundary, area.from_year, area.to_year,
       CASE WHEN length(short.short_zh) < length(area.name_zh) AND length(area.name_zh) > 5
            THEN short.short_zh ELSE area.name_zh END AS short_zh
FROM plan.area AS area
LEFT JOIN short USING (area_id)
ORDER BY area.area_id;
