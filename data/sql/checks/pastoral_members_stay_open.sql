-- The plan does not name the pastoral and semi-pastoral counties: no list of ours may.
SELECT * FROM plan.group_member WHERE group_id IN ('pastoral', 'semi_pastoral', 'plan_counties')
