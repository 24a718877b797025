-- One row per plan, the default one first.
SELECT * FROM plans.plan ORDER BY plan_id <> $first, plan_id
