-- The boxes have 23 counts, 3 items per county, 2 rates and 14 programmes, with their quantities.
WITH expected AS (
    SELECT * FROM (VALUES ('count', 23), ('per_county', 3), ('rate', 2), ('programme', 14))
        AS t (kind, expected)
)
SELECT expected.kind AS subject, count(item.item_id)::VARCHAR AS found
FROM expected LEFT JOIN plan.box_item AS item USING (kind)
GROUP BY ALL HAVING count(item.item_id) <> any_value(expected.expected)
UNION ALL
SELECT item_id, kind FROM plan.box_item
WHERE (kind = 'programme') <> (low IS NULL) OR (kind = 'programme') <> (comparator IS NULL)
   OR (comparator = 'range') <> (high IS NOT NULL)
   OR (kind = 'rate') <> (indicator_id IS NOT NULL)
UNION ALL
SELECT item_id, box_no::VARCHAR FROM plan.box_item WHERE clause_id <> 'box' || box_no
