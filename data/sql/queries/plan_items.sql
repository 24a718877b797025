-- One row per aim, safeguard or requirement of the plan that is neither a target nor an item of
-- a box, in the table's order.
SELECT
    item.item_id, item.kind, item.indicator_id, item.comparator, item.low, item.high, item.unit,
    item.clause_id, clause.path, item.name_zh, item.name_en
FROM plan.plan_item AS item
JOIN plan.clause AS clause USING (clause_id)
ORDER BY item.rowid
