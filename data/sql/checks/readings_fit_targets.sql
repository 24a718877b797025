-- Every reading names a subject that exists; the default reading of a target with numbers
-- repeats them.
SELECT reading.reading_id, 'no such subject' AS fault
FROM plan.reading AS reading
WHERE (subject_kind = 'target' AND subject_id NOT IN (SELECT target_id FROM plan.target))
   OR (subject_kind = 'box_item' AND subject_id NOT IN (SELECT item_id FROM plan.box_item))
   OR (subject_kind = 'baseline_change'
       AND subject_id NOT IN (SELECT change_id FROM plan.baseline_change))
   OR subject_kind NOT IN ('target', 'box_item', 'baseline_change')
UNION ALL
SELECT reading.reading_id, 'differs from its target'
FROM plan.reading AS reading
JOIN plan.target AS target ON reading.subject_kind = 'target' AND target.target_id = reading.subject_id
WHERE reading.is_default AND target.kind <> 'qualitative'
  AND (reading.kind, reading.comparator, reading.low, coalesce(reading.high, -1))
      IS DISTINCT FROM (target.kind, target.comparator, target.low, coalesce(target.high, -1))
UNION ALL
SELECT measure.reading_id, 'measure names no reading'
FROM plan.target_measure AS measure
WHERE measure.reading_id IS NOT NULL
  AND measure.reading_id NOT IN (SELECT reading_id FROM plan.reading)
