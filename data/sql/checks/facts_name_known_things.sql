-- Every stored observation names an indicator, an area, a state and an upload that exist, every
-- event an area, a kind and, where it has one, an indicator; an area may be a group that a user
-- defined, even if it was withdrawn since.
SELECT revision_id, indicator_id, area_id, state, upload_id
FROM facts.observation_revision
WHERE indicator_id NOT IN (SELECT indicator_id FROM plan.indicator)
   OR area_id NOT IN (
       SELECT area_id FROM plan.area UNION ALL SELECT group_id FROM facts.group_revision)
   OR state NOT IN (SELECT state FROM plan.state_rank WHERE state <> 'returned')
   OR (upload_id IS NOT NULL AND upload_id NOT IN (SELECT upload_id FROM facts.upload))
UNION ALL
SELECT revision_id, indicator_id, area_id, kind, NULL
FROM facts.event_revision
WHERE (indicator_id IS NOT NULL AND indicator_id NOT IN (SELECT indicator_id FROM plan.indicator))
   OR area_id NOT IN (
       SELECT area_id FROM plan.area UNION ALL SELECT group_id FROM facts.group_revision)
   OR kind NOT IN ('drought', 'disease', 'policy', 'definition', 'other')
