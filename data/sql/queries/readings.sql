-- One row per reading of the plan's words, in the order of the plan tables.
SELECT reading_id, subject_kind, subject_id, is_default, name_zh, name_en, rationale_zh,
       rationale_en
FROM plan.reading ORDER BY rowid
