-- One row per baseline figure of the plan, with the path of its clause.
SELECT baseline.*, clause.path, indicator.name_zh, indicator.name_en
FROM plan.baseline AS baseline
JOIN plan.indicator AS indicator USING (indicator_id)
JOIN plan.clause AS clause ON clause.clause_id = baseline.clause_id
ORDER BY baseline.rowid
