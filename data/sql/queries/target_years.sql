-- One row per year in which a measure of a target, or an input of it, has a yearly figure.
SELECT DISTINCT figure.year
FROM plan.target_measure AS measure
LEFT JOIN plan.formula AS formula USING (indicator_id)
JOIN facts.figure AS figure
    ON figure.indicator_id = measure.indicator_id OR figure.indicator_id = formula.input_id
WHERE measure.target_id = $target_id AND figure.period = 'Y'
ORDER BY figure.year
