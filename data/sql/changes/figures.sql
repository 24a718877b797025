-- One row per figure that differs between two days, with how it stood at each. batch holds how the
-- figures of some keys stood before (changes/stood). The kinds are those of
-- data.ledger.replay.name_changes. At most $most rows (NULL: all); with $sent_first those that are
-- computed come last.
WITH old AS (
    FROM batch WHERE period IS NOT NULL
),
new AS (
    SELECT indicator_id, area_id, year, period, value, unit, state, is_computed
    FROM facts.figure
    SEMI JOIN batch USING (indicator_id, area_id, year)
),
compared AS (
    SELECT
        indicator_id, area_id, year, period,
        CASE
            WHEN new.value IS NULL THEN 'withdrawn'
            WHEN old.value IS NULL THEN 'new'
            WHEN abs(old.value - new.value) > $close * greatest(abs(old.value), abs(new.value))
                OR old.unit IS DISTINCT FROM new.unit THEN 'revised'
            ELSE 'restated'
        END AS change,
        old.value AS old_value, new.value AS new_value, coalesce(new.unit, old.unit) AS unit,
        old.state AS old_state, new.state AS new_state,
        coalesce(new.is_computed, old.is_computed) AS is_computed
    FROM old
    FULL JOIN new USING (indicator_id, area_id, year, period)
)
FROM compared
WHERE change <> 'restated' OR old_state IS DISTINCT FROM new_state
ORDER BY $sent_first AND is_computed, indicator_id, area_id, year, period
LIMIT $most
