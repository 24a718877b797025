-- The plan that is looked at.
SELECT * EXCLUDE (rowid), plans.looked_at() AS plan_id FROM plan.plan
