-- One row per rule on the projects of an item of the boxes, besides their number.
SELECT item_id, kind, role_id, larger_id, reading_id FROM plan.item_rule ORDER BY rowid
