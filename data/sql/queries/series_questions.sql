-- One row per jump of a series for which no source states a changed definition.
SELECT
    question.indicator_id, indicator.name_zh, indicator.name_en, question.area_id,
    question.after_year, question.note, question.note_zh, question.source
FROM plan.series_question AS question
JOIN plan.indicator AS indicator USING (indicator_id)
ORDER BY question.rowid
