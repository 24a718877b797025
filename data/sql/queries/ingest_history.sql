-- One row per current yearly figure of the series in batch (indicator_id, area_id).
SELECT observation.indicator_id, observation.area_id, observation.year, observation.value
FROM facts.observation AS observation
SEMI JOIN batch USING (indicator_id, area_id)
WHERE observation.period = 'Y'
