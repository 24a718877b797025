-- No table names the pastoral and semi-pastoral counties, because the plan does not.
SELECT * FROM plan.group_member WHERE group_id IN ('pastoral', 'semi_pastoral', 'plan_counties')
