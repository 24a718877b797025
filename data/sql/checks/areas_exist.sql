-- Every area that a table names exists.
WITH used AS (
    SELECT 'baseline' AS table_name, area_id FROM plan.baseline
    UNION ALL SELECT 'baseline_change', area_id FROM plan.baseline_change
    UNION ALL SELECT 'target', scope FROM plan.target
    UNION ALL SELECT 'county_role', area_id FROM plan.county_role
    UNION ALL SELECT 'area_alias', area_id FROM plan.area_alias
    UNION ALL SELECT 'group_member', area_id FROM plan.group_member
    UNION ALL SELECT 'group_member', group_id FROM plan.group_member
    UNION ALL SELECT 'area', parent_id FROM plan.area WHERE parent_id IS NOT NULL
    UNION ALL SELECT 'published', area_id FROM plan.published
    UNION ALL SELECT 'series_break', area_id FROM plan.series_break
    UNION ALL SELECT 'series_question', area_id FROM plan.series_question
    UNION ALL SELECT 'box_item_scope', group_id FROM plan.box_item_scope WHERE group_id IS NOT NULL
)
SELECT DISTINCT used.* FROM used LEFT JOIN plan.area AS area USING (area_id)
WHERE area.area_id IS NULL
