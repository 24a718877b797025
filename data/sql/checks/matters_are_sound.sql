-- Every matter has a known clock and kind and one lead unit, every unit of it a name, and every event
-- a matter and a known kind.
SELECT revision_id, 'clock or kind' AS fault
FROM plan.matter_revision
WHERE clock_id NOT IN (SELECT clock_id FROM plan.clock)
   OR kind NOT IN ('document', 'meeting', 'deployment', 'instruction', 'online_lead', 'priority',
                   'proposal', 'inspection', 'remedy')
UNION ALL
SELECT matter.revision_id, 'lead unit'
FROM plan.matter_revision AS matter
LEFT JOIN plan.matter_unit_revision AS handling
    ON handling.matter_revision_id = matter.revision_id AND handling.part = 'lead'
GROUP BY matter.revision_id
HAVING count(handling.unit_id) <> 1
UNION ALL
SELECT revision_id, 'unit without a name'
FROM plan.matter_unit_revision
WHERE unit_id NOT IN (SELECT unit_id FROM facts.unit_revision WHERE name IS NOT NULL)
UNION ALL
SELECT revision_id, 'event'
FROM plan.matter_event_revision
WHERE matter_id NOT IN (SELECT matter_id FROM plan.matter_revision)
   OR happened_on IS NULL
   OR kind NOT IN ('approved', 'assigned', 'received', 'extension_explained', 'reported',
                   'work_done', 'concluded', 'review_applied', 'review_decided',
                   'rectification_required', 'rectification_reported', 'verified', 'look_back',
                   'closed', 'archived')
