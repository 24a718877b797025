-- One row per jump of a series of which no source says that the basis changed.
SELECT
    question.indicator_id, indicator.name_zh, indicator.name_en, question.area_id,
    question.after_year, question.note, question.note_zh, question.source
FROM plan.series_question AS question
JOIN plan.indicator AS indicator USING (indicator_id)
ORDER BY question.rowid
