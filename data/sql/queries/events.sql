-- One row per event beside the series of an indicator in some areas, unless withdrawn; those
-- without an indicator concern every series.
SELECT event_id, seq, area_id, indicator_id, kind, happened_on, name, source, recorded_at,
       recorded_by
FROM facts.event_revision
WHERE list_contains($area_ids, area_id)
QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY seq DESC) = 1
    AND NOT is_withdrawn
    AND coalesce(indicator_id = $indicator_id, true)
ORDER BY happened_on, seq
