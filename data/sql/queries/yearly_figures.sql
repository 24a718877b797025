-- One row per indicator, area and year: yearly figures only.
SELECT indicator_id, area_id, year, value, unit, state, source, note, is_computed, inputs,
       sources_disagree, upload_id::VARCHAR AS upload_id, recorded_at
FROM facts.figure
WHERE period = 'Y'
ORDER BY indicator_id, area_id, year
