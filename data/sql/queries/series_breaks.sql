-- One row per indicator (derived ones included), area and break.
SELECT indicator_id, area_id, after_year, evidence, note, note AS note_en, note_zh, source
FROM plan.series_break_all ORDER BY indicator_id, after_year
