-- Every stored observation names an indicator, an area, a state and an upload that exist.
SELECT revision_id, indicator_id, area_id, state, upload_id
FROM facts.observation_revision
WHERE indicator_id NOT IN (SELECT indicator_id FROM plan.indicator)
   OR area_id NOT IN (SELECT area_id FROM plan.area)
   OR state NOT IN (SELECT state FROM plan.state_rank)
   OR (upload_id IS NOT NULL AND upload_id NOT IN (SELECT upload_id FROM facts.upload))
