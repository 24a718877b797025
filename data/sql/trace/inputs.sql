-- One row per input of a derived indicator in an area and year: operand, factor and its figure;
-- value is NULL where there is none.
SELECT
    formula.input_id AS indicator_id, $area_id AS area_id,
    $year + formula.year_offset AS year, formula.operand, formula.factor,
    figure.value, coalesce(figure.unit, indicator.unit) AS unit, figure.state
FROM plan.formula AS formula
JOIN plan.indicator AS indicator ON indicator.indicator_id = formula.input_id
LEFT JOIN facts.observation AS figure
    ON figure.indicator_id = formula.input_id AND figure.area_id = $area_id
    AND figure.year = $year + formula.year_offset AND figure.period = 'Y'
WHERE formula.indicator_id = $indicator_id
ORDER BY formula.operand DESC, formula.rowid
