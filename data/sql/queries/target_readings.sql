-- One row per reading of a target, in the order of the plan tables.
SELECT reading_id, subject_id AS target_id, kind, comparator, low, high, is_default,
       name_zh, name_en, rationale_zh, rationale_en, year
FROM plan.reading WHERE subject_kind = 'target' ORDER BY rowid
