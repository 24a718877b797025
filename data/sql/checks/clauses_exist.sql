-- Whatever comes from the plan names a clause that exists.
WITH used AS (
    SELECT 'baseline' AS table_name, indicator_id AS id, clause_id FROM plan.baseline
    UNION ALL SELECT 'baseline_change', change_id, clause_id FROM plan.baseline_change
    UNION ALL SELECT 'stated_count', subject_id, clause_id FROM plan.stated_count
    UNION ALL SELECT 'target', target_id, clause_id FROM plan.target
    UNION ALL SELECT 'role', role_id, clause_id FROM plan.role
    UNION ALL SELECT 'industry', industry_id, clause_id FROM plan.industry
    UNION ALL SELECT 'box', box_no::VARCHAR, clause_id FROM plan.box
    UNION ALL SELECT 'box_item', item_id, clause_id FROM plan.box_item
    UNION ALL SELECT 'plan_item', item_id, clause_id FROM plan.plan_item
)
SELECT used.* FROM used LEFT JOIN plan.clause AS clause USING (clause_id)
WHERE clause.clause_id IS NULL
