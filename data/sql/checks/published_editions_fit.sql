-- A published figure that its source revised has a newer, current one beside it, from a later
-- edition and with another value.
SELECT older.indicator_id, older.area_id, older.year, older.period, older.value
FROM plan.published AS older
LEFT JOIN plan.published AS newer
    ON newer.is_current
    AND (newer.indicator_id, newer.area_id, newer.year, newer.period)
        = (older.indicator_id, older.area_id, older.year, older.period)
WHERE older.is_current IS NULL
   OR (NOT older.is_current
       AND (newer.value IS NULL OR newer.value = older.value OR older.edition IS NULL
            OR newer.edition IS NULL OR newer.edition <= older.edition))
