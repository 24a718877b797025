-- One row per decision recorded or withdrawn after a number, newest first: with the names of its
-- subject and reading (NULL where the plan has none any more), and the unit of a target's measure.
WITH subject AS (
    SELECT 'target' AS subject_kind, target_id AS subject_id, name_zh, name_en FROM plan.target
    UNION ALL
    SELECT 'box_item', item_id, name_zh, name_en FROM plan.box_item
    UNION ALL
    SELECT 'baseline_change', change.change_id, indicator.name_zh, indicator.name_en
    FROM plan.baseline_change AS change
    JOIN plan.indicator AS indicator USING (indicator_id)
    UNION ALL
    SELECT 'clock', clock_id, name_zh, name_en FROM plan.clock
),
named_reading AS (
    SELECT reading_id, name_zh AS reading_zh, name_en AS reading_en FROM plan.reading
    UNION ALL
    SELECT reading_id, name_zh, name_en FROM plan.clock_reading
),
measure AS (
    SELECT target_id AS subject_id, indicator.unit
    FROM plan.target_measure AS target_measure
    JOIN plan.indicator AS indicator USING (indicator_id)
    QUALIFY row_number() OVER (
        PARTITION BY target_id ORDER BY NOT target_measure.is_primary, target_measure.rowid) = 1
)
SELECT
    decision.decision_id, decision.kind, decision.subject_kind, decision.subject_id,
    subject.name_zh, subject.name_en, decision.area_id, decision.reading_id,
    named_reading.reading_zh, named_reading.reading_en, decision.number_kind,
    decision.comparator, decision.low, decision.high, decision.value, decision.as_of_year,
    decision.judgement, measure.unit, decision.decided_by, decision.decided_on,
    decision.document_no, decision.note, decision.is_withdrawn, decision.recorded_by,
    decision.recorded_at
FROM plan.decision_revision AS decision
LEFT JOIN subject USING (subject_kind, subject_id)
LEFT JOIN named_reading USING (reading_id)
LEFT JOIN measure ON decision.subject_kind = 'target' AND measure.subject_id = decision.subject_id
WHERE decision.seq > $seq
ORDER BY decision.seq DESC
