-- One row per possible subject of a decision: targets, items of the boxes, changes that
-- the plan reports, and clocks of matters.
SELECT 'target' AS subject_kind, target_id AS subject_id, kind FROM plan.target
UNION ALL SELECT 'box_item', item_id, kind FROM plan.box_item
UNION ALL SELECT 'baseline_change', change_id, 'change' FROM plan.baseline_change
UNION ALL SELECT 'clock', clock_id, 'clock' FROM plan.clock
