-- Every box item has a number and a comparator unless it is a programme, and its box exists.
SELECT item_id, kind FROM plan.box_item
WHERE (kind = 'programme') <> (low IS NULL) OR (kind = 'programme') <> (comparator IS NULL)
   OR (comparator = 'range') <> (high IS NOT NULL)
   OR (kind = 'rate') <> (indicator_id IS NOT NULL)
UNION ALL
SELECT item_id, box_no::VARCHAR FROM plan.box_item WHERE box_no NOT IN (SELECT box_no FROM plan.box)
