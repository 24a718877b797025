-- Every project revision names an item, area, stage and upload that exist, and no quantity below one.
SELECT revision_id, item_id, area_id, stage, quantity
FROM plan.project_revision
WHERE (item_id IS NOT NULL AND item_id NOT IN (SELECT item_id FROM plan.box_item))
   OR area_id IS NULL OR area_id NOT IN (SELECT area_id FROM plan.area)
   OR stage NOT IN ('planned', 'approved', 'building', 'completed', 'accepted')
   OR quantity < 1 OR investment_wan < 0 OR size < 0
   OR state NOT IN ('reported', 'verified', 'demonstration')
   OR (upload_id IS NOT NULL AND upload_id NOT IN (SELECT upload_id FROM facts.upload))
