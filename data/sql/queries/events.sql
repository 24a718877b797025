-- One row per event, unless withdrawn; those without an indicator concern every series.
SELECT event_id, seq, area_id, indicator_id, kind, happened_on, name, source, recorded_at,
       recorded_by
FROM facts.event_revision
QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY seq DESC) = 1
    AND NOT is_withdrawn
ORDER BY happened_on, seq
