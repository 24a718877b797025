-- The current figures. A published one has no time of record, a computed one rests on others: it is
-- seen where all that it was computed from is. Which figure stands does not change by leaving out
-- weaker states: a verified or published one stands above every one that is left out. Where one that
-- is left out was sent in place of a computed one, the computed one stands.
CREATE VIEW {seen}.{schema}.{table} AS
WITH hidden AS (
    SELECT indicator_id, area_id, year
    FROM {base}.current.figure
    WHERE NOT is_computed AND period = 'Y' AND state NOT IN ('verified', 'published')
        AND recorded_at IS NOT NULL
        AND area_id NOT IN (SELECT unnest(getvariable('seen')))
        AND indicator_id IN (SELECT input_id FROM {base}.plan.formula)
),
computed_from_hidden AS (
    SELECT formula.indicator_id, hidden.area_id, hidden.year - formula.year_offset AS year
    FROM hidden
    JOIN {base}.plan.formula AS formula ON formula.input_id = hidden.indicator_id
),
sent_instead AS (
    SELECT indicator_id, area_id, year, period
    FROM {base}.current.figure
    WHERE NOT is_computed AND is_in_force AND state NOT IN ('verified', 'published')
        AND recorded_at IS NOT NULL
        AND area_id NOT IN (SELECT unnest(getvariable('seen')))
        AND indicator_id IN (SELECT indicator_id FROM {base}.plan.formula)
)
SELECT * REPLACE (
    is_in_force OR is_computed AND EXISTS (
        FROM sent_instead AS other
        WHERE other.indicator_id = figure.indicator_id AND other.area_id = figure.area_id
            AND other.year = figure.year AND other.period = figure.period) AS is_in_force)
FROM {base}.{schema}.{table} AS figure
WHERE area_id IN (SELECT unnest(getvariable('seen')))
    OR NOT is_computed AND (state IN ('verified', 'published') OR recorded_at IS NULL)
    OR is_computed AND NOT EXISTS (
        FROM computed_from_hidden AS other
        WHERE other.indicator_id = figure.indicator_id AND other.area_id = figure.area_id
            AND other.year = figure.year)
