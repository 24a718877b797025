-- Every indicator that a table names exists.
WITH used AS (
    SELECT 'baseline' AS table_name, indicator_id FROM plan.baseline
    UNION ALL SELECT 'baseline_change', indicator_id FROM plan.baseline_change
    UNION ALL SELECT 'target_measure', indicator_id FROM plan.target_measure
    UNION ALL SELECT 'role_indicator', indicator_id FROM plan.role_indicator
    UNION ALL SELECT 'box_item', indicator_id FROM plan.box_item WHERE indicator_id IS NOT NULL
    UNION ALL SELECT 'formula', indicator_id FROM plan.formula
    UNION ALL SELECT 'formula', input_id FROM plan.formula
    UNION ALL SELECT 'published', indicator_id FROM plan.published
    UNION ALL SELECT 'series_break', indicator_id FROM plan.series_break
    UNION ALL SELECT 'series_question', indicator_id FROM plan.series_question
    UNION ALL SELECT 'plan_item', indicator_id FROM plan.plan_item WHERE indicator_id IS NOT NULL
    UNION ALL SELECT 'indicator_synonym', indicator_id FROM plan.indicator_synonym
    UNION ALL SELECT 'indicator.growth_id', growth_id FROM plan.indicator WHERE growth_id IS NOT NULL
    UNION ALL SELECT 'warning_rule', indicator_id FROM plan.warning_rule
    UNION ALL SELECT 'warning_rule', other_indicator_id FROM plan.warning_rule
    UNION ALL SELECT 'due_date', indicator_id FROM plan.due_date WHERE indicator_id IS NOT NULL
)
SELECT DISTINCT used.* FROM used LEFT JOIN plan.indicator AS indicator USING (indicator_id)
WHERE indicator.indicator_id IS NULL
