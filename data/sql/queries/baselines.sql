-- One row per baseline figure of the plan.
SELECT baseline.*, indicator.name_zh, indicator.name_en
FROM plan.baseline AS baseline JOIN plan.indicator AS indicator USING (indicator_id)
ORDER BY baseline.rowid
