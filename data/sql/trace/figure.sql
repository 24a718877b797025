-- One row or none: the figure of an indicator, area, year and period that is in force.
SELECT value, unit, state, source, note, is_computed, sources_disagree, upload_id, recorded_at
FROM facts.figure
WHERE indicator_id = $indicator_id AND area_id = $area_id AND year = $year AND period = $period
