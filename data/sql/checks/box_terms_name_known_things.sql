-- Every breed, crop or disease belongs to a role or a box item that exists.
SELECT subject_kind, subject_id, name_zh
FROM plan.box_term
WHERE (subject_kind = 'role' AND subject_id NOT IN (SELECT role_id FROM plan.role))
   OR (subject_kind = 'box_item' AND subject_id NOT IN (SELECT item_id FROM plan.box_item))
   OR subject_kind NOT IN ('role', 'box_item')
