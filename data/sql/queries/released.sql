-- One row per figure that was released, as it was released last, and what became of it.
-- A NULL parameter asks for all.
SELECT
    step_id, indicator_id, area_id, year, period, value, unit, document_no, decided_on,
    recorded_by, recorded_at, value_now, unit_now, state_now, now
FROM facts.release
WHERE ($indicator_id IS NULL OR indicator_id = $indicator_id)
    AND ($year IS NULL OR year = $year)
    AND ($areas::VARCHAR[] IS NULL OR list_contains($areas::VARCHAR[], area_id))
ORDER BY indicator_id, area_id, year, period
