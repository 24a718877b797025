-- One row per indicator and year: the present yearly figures of one area.
-- segment counts the series breaks before the year: a line is drawn only within a segment.
SELECT
    figure.indicator_id, figure.area_id, figure.year, figure.value, figure.unit,
    figure.state, figure.source, figure.note, figure.note_zh, figure.is_computed,
    figure.inputs, figure.sources_disagree, figure.upload_id::VARCHAR AS upload_id,
    count(series_break.after_year) AS segment
FROM facts.figure AS figure
LEFT JOIN plan.series_break_all AS series_break
    ON series_break.indicator_id = figure.indicator_id
    AND series_break.area_id IN (figure.area_id, '650000')
    AND series_break.after_year < figure.year
WHERE figure.area_id = $area_id AND figure.period = 'Y'
GROUP BY ALL
ORDER BY figure.indicator_id, figure.year;
