-- One row per indicator, area, year and period, those asked for: at most $most from $first on.
-- A NULL list asks for all; released other than NULL asks for released ones.
SELECT
    indicator_id, area_id, year, period, value, unit, state, source, note, note_zh, is_computed,
    inputs, sources_disagree, upload_id::VARCHAR AS upload_id, recorded_at
FROM facts.figure
WHERE ($indicators::VARCHAR[] IS NULL OR list_contains($indicators::VARCHAR[], indicator_id))
    AND ($areas::VARCHAR[] IS NULL OR list_contains($areas::VARCHAR[], area_id))
    AND ($years::INTEGER[] IS NULL OR list_contains($years::INTEGER[], year))
    AND ($periods::VARCHAR[] IS NULL OR list_contains($periods::VARCHAR[], period))
    AND ($states::VARCHAR[] IS NULL OR list_contains($states::VARCHAR[], state))
    AND ($released::VARCHAR IS NULL OR (indicator_id, area_id, year, period) IN (
        SELECT (indicator_id, area_id, year, period) FROM facts.released_figure))
ORDER BY indicator_id, area_id, year, period
LIMIT $most OFFSET $first
