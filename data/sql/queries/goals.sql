-- One row per goal of the plan, in its order.
SELECT goal_id, name_zh, name_en FROM plan.goal ORDER BY rowid
