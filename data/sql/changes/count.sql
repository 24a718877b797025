-- One row per kind of change, with how many figures changed so; those that are computed are a kind
-- of their own.
-- batch holds how the figures of some keys stood before (changes/stood). The kinds are those of
-- data.ledger.replay.name_changes.
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
        CASE
            WHEN new.value IS NULL THEN 'withdrawn'
            WHEN old.value IS NULL THEN 'new'
            WHEN abs(old.value - new.value) > $close * greatest(abs(old.value), abs(new.value))
                OR old.unit IS DISTINCT FROM new.unit THEN 'revised'
            ELSE 'restated'
        END AS change,
        old.state IS DISTINCT FROM new.state AS is_other_state,
        coalesce(new.is_computed, old.is_computed) AS is_computed
    FROM old
    FULL JOIN new USING (indicator_id, area_id, year, period)
)
SELECT CASE WHEN is_computed THEN 'computed' ELSE change END AS kind, count(*) AS figures
FROM compared
WHERE change <> 'restated' OR is_other_state
GROUP BY kind
ORDER BY kind
