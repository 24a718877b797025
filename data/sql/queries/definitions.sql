-- One row per term that the plan's figures use, with the number that its target's default reading
-- gives.
SELECT
    definition.term_id, definition.name_zh, definition.name_en, definition.meaning_zh,
    definition.meaning_en, definition.source_zh, definition.source_en,
    reading.low AS share, target.unit AS share_unit
FROM plan.definition AS definition
LEFT JOIN plan.target AS target USING (target_id)
LEFT JOIN plan.reading AS reading
    ON reading.subject_kind = 'target' AND reading.subject_id = definition.target_id
    AND reading.is_default
ORDER BY definition.rowid
