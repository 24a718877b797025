-- One row per indicator with a yearly figure of an area that is no county of the plan: how many, and
-- how many of them a map of prefectures shows. Such areas are few, so their figures are found in
-- half the time in which those of counties are counted. Areas that the plan does not know are
-- among them: groups that users defined, and those of another plan. An area with any row has a figure, so
-- the table says which areas have one in half the time of the view.
WITH other AS (
    SELECT
        known.area_id,
        coalesce(area.level = 'prefecture' OR area.area_id = 'ili_direct', false) AS is_shown
    FROM (SELECT DISTINCT area_id FROM current.figure) AS known
    LEFT JOIN plan.area AS area USING (area_id)
    WHERE area.level IS DISTINCT FROM 'county'
)
SELECT
    figure.indicator_id, count(*) AS figures,
    count(*) FILTER (WHERE other.is_shown) AS shown_figures
FROM facts.figure AS figure
JOIN other USING (area_id)
WHERE figure.period = 'Y'
GROUP BY figure.indicator_id
