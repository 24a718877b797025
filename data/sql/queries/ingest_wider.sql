-- One row per current figure of the series in batch (indicator_id, area_id), of every period.
SELECT observation.indicator_id, observation.area_id, observation.year, observation.period,
    observation.value
FROM facts.observation AS observation
SEMI JOIN batch USING (indicator_id, area_id)
