-- One row per target, in the plan's order.
SELECT target.*, clause.path AS clause_path
FROM plan.target AS target JOIN plan.clause AS clause USING (clause_id)
ORDER BY target.rowid
