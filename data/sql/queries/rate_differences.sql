-- One row per reported rate (in per cent) that differs from the one computed from its inputs by
-- more than so many points.
SELECT
    sent.indicator_id, sent.area_id, sent.year, sent.value AS sent_value, sent.state,
    sent.source, sent.upload_id, computed.value AS computed_value, computed.inputs,
    sent.value - computed.value AS difference_points
FROM facts.observation AS sent
JOIN facts.derived_figure AS computed USING (indicator_id, area_id, year, period)
JOIN plan.indicator AS indicator USING (indicator_id)
WHERE sent.period = 'Y' AND indicator.unit = '%'
  AND abs(sent.value - computed.value) > $points + 1e-9
  AND ($area_id IS NULL OR (sent.area_id = $area_id AND computed.area_id = $area_id))
ORDER BY abs(sent.value - computed.value) DESC, sent.indicator_id, sent.area_id, sent.year
