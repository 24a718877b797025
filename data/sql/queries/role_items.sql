-- One row per role and item of Boxes 2 to 10 whose number its counties share.
SELECT role_item.role_id, role_item.item_id, item.scope
FROM plan.role_item AS role_item
JOIN plan.box_item AS item USING (item_id)
ORDER BY role_item.rowid
