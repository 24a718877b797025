-- One row per breed, kind of livestock, crop or disease that a role or a box item names.
SELECT subject_kind, subject_id, kind, position, name_zh, name_en, is_open
FROM plan.box_term
ORDER BY rowid
