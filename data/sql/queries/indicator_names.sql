-- One row per indicator, in the order of the plan's goals as the table lists them.
SELECT indicator_id, name_zh, name_en, unit, direction, goal, formula, note
FROM plan.indicator;
