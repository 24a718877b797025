-- One row per reading of an item of the boxes, the default first.
SELECT reading_id, subject_id AS item_id, kind, comparator, low, high, is_default,
       name_zh, name_en, rationale_zh, rationale_en
FROM plan.reading
WHERE subject_kind = 'box_item'
ORDER BY subject_id, NOT is_default, rowid
