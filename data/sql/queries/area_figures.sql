-- One row per indicator and year: the present yearly figures of one area.
-- segment counts the series breaks before the year: a line is drawn only within a segment.
WITH own_break AS (
    SELECT indicator_id, after_year
    FROM plan.series_break_all
    WHERE area_id IN ($area_id, '650000')
)
SELECT
    figure.indicator_id, figure.area_id, figure.year, figure.value, figure.unit,
    figure.state, figure.source, figure.note, figure.note_zh, figure.is_computed,
    figure.inputs, figure.sources_disagree, figure.upload_id::VARCHAR AS upload_id,
    count(own_break.after_year) AS segment
FROM facts.figure AS figure
LEFT JOIN own_break
    ON own_break.indicator_id = figure.indicator_id AND own_break.after_year < figure.year
WHERE figure.area_id = $area_id AND figure.period = 'Y'
GROUP BY ALL
ORDER BY figure.indicator_id, figure.year;
