-- One row per indicator, in the table's order, which is that of the plan's goals.
SELECT indicator_id, plan_id, name_zh, name_en, unit, direction, goal, formula, note
FROM plan.indicator;
