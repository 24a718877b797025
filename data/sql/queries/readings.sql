-- One row per reading of the plan's words, with its subject and the clause of it; the readings
-- of a subject stand together, the default first.
WITH subject AS (
    SELECT 'target' AS subject_kind, target_id AS subject_id, name_zh, name_en, clause_id,
           kind = 'qualitative' AS has_no_number, 1 AS part, rowid AS place
    FROM plan.target
    UNION ALL
    SELECT 'box_item', item_id, name_zh, name_en, clause_id, false, 2, rowid FROM plan.box_item
    UNION ALL
    SELECT
        'baseline_change', change.change_id, indicator.name_zh, indicator.name_en,
        change.clause_id, false, 0, change.rowid
    FROM plan.baseline_change AS change
    JOIN plan.indicator AS indicator USING (indicator_id)
)
SELECT
    subject.subject_kind, subject.subject_id, subject.name_zh, subject.name_en, subject.clause_id,
    subject.has_no_number, reading.reading_id, reading.kind, reading.is_default,
    reading.name_zh AS reading_zh, reading.name_en AS reading_en, reading.rationale_zh,
    reading.rationale_en
FROM subject
JOIN plan.reading AS reading USING (subject_kind, subject_id)
ORDER BY subject.part, subject.place, NOT reading.is_default, reading.rowid
