-- One row per series break that affects the figures of an area.
SELECT indicator_id, after_year, evidence, note, note AS note_en, note_zh, source
FROM plan.series_break_all
WHERE area_id IN ($area_id, '650000')
ORDER BY indicator_id, after_year;
