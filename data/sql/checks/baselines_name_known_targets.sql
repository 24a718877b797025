-- A level of the plan that is about a target names one that exists.
SELECT indicator_id, about_target_id
FROM plan.baseline
WHERE about_target_id NOT IN (SELECT target_id FROM plan.target)
