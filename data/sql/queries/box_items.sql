-- One row per item of the boxes, in the plan's order.
SELECT
    item.item_id, item.box_no, box.name_zh AS box_zh, box.name_en AS box_en,
    box.label_zh, box.label_en, item.lead_zh, item.lead_en,
    item.name_zh, item.name_en, item.kind, item.comparator, item.low, item.high, item.unit,
    item.scope, item.indicator_id, item.min_size, item.size_unit, item.clause_id
FROM plan.box_item AS item
JOIN plan.box AS box USING (box_no)
ORDER BY item.box_no, item.rowid
