-- One row per breed, kind of livestock, crop and disease that a role or an item of a box names.
SELECT subject_kind, subject_id, kind, position, name_zh, name_en, is_open
FROM plan.box_term
ORDER BY rowid
