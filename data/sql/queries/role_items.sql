-- One row per role and item of the boxes whose number its counties share.
SELECT role_item.role_id, role_item.item_id, item.scope
FROM plan.role_item AS role_item
JOIN plan.box_item AS item USING (item_id)
ORDER BY role_item.rowid
