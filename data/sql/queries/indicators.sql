-- One row per indicator, with how its series is treated.
SELECT indicator.*, rule.weight_id, rule.mean_years
FROM plan.indicator AS indicator
LEFT JOIN plan.series_rule AS rule USING (indicator_id)
ORDER BY indicator.rowid
