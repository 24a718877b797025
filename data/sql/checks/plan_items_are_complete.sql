-- A requirement has indicator, comparator and number in the indicator's unit; an aim or safeguard
-- has no number. No id is that of a target or box item.
SELECT item.item_id, 'number' AS fault
FROM plan.plan_item AS item LEFT JOIN plan.indicator AS indicator USING (indicator_id)
WHERE (item.kind = 'requirement') <> (item.low IS NOT NULL)
   OR (item.kind = 'requirement') <> (item.comparator IS NOT NULL)
   OR item.unit IS DISTINCT FROM indicator.unit
   OR coalesce(item.comparator = 'range', false) <> (item.high IS NOT NULL)
UNION ALL
SELECT item_id, 'id of another table' FROM plan.plan_item
WHERE item_id IN (SELECT target_id FROM plan.target UNION ALL SELECT item_id FROM plan.box_item)
