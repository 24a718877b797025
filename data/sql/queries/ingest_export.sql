-- One row per current observation, with names; all areas or indicators if none is given.
WITH asked AS (
    FROM facts.observation
    WHERE ($area_id IS NULL OR area_id = $area_id)
        AND ($indicator_id IS NULL OR indicator_id = $indicator_id)
)
SELECT
    observation.indicator_id,
    indicator.name_zh AS indicator_zh,
    indicator.name_en AS indicator_en,
    observation.area_id AS area_code,
    area.name_zh AS area_zh,
    area.name_en AS area_en,
    observation.year,
    observation.period,
    observation.value,
    observation.unit,
    observation.state,
    observation.source,
    CASE WHEN $language = 'zh' THEN coalesce(observation.note_zh, observation.note)
         ELSE observation.note END AS note
FROM asked AS observation
JOIN plan.indicator AS indicator USING (indicator_id)
JOIN plan.area AS area USING (area_id)
ORDER BY observation.indicator_id, observation.area_id, observation.year, observation.period
