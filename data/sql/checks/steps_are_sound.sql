-- Every act is about values that were sent and has a name; a return says why, a release under which
-- decision; a value was drawn for a sample that is known, and a finding has a known kind.
SELECT revision_id, 'value' AS fault
FROM facts.step_revision
WHERE subject_id NOT IN (SELECT revision_id FROM facts.observation_row)
UNION ALL
SELECT revision_id, 'step or name'
FROM facts.step_revision
WHERE step NOT IN ('checked', 'returned', 'released') OR coalesce(recorded_by, '') = ''
    AND NOT is_withdrawn
UNION ALL
SELECT revision_id, 'reason or decision'
FROM facts.step_revision
WHERE (step = 'returned' AND remark IS NULL)
    OR (step = 'released' AND (document_no IS NULL OR decided_on IS NULL))
UNION ALL
SELECT revision_id, 'sample'
FROM facts.sample_check_revision
WHERE sample_id NOT IN (SELECT sample_id FROM facts.sample_revision)
    OR finding NOT IN ('agrees', 'differs', 'not_found')
    OR (finding = 'differs' AND found IS NULL)
