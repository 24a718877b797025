-- Chooses the plan that schema plan shows on this cursor.
SET VARIABLE plan_id = $plan_id
