-- One row per indicator, with what a map says of it.
SELECT indicator_id, name_zh, name_en, unit, direction, goal, growth_id
FROM plan.indicator
ORDER BY rowid;
