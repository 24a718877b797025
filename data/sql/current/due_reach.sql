-- One row: how many keys a slice has, their areas and indicators, and the indicators and the first and
-- last year that the figures of these keys are made of.
WITH input AS (
    SELECT
        due.area_id, due.indicator_id, due.year, formula.input_id,
        due.year + coalesce(formula.year_offset, 0) AS input_year
    FROM due
    LEFT JOIN plan.formula AS formula USING (indicator_id)
)
SELECT
    (SELECT count(*) FROM due) AS keys, list(DISTINCT area_id) AS area_ids,
    list(DISTINCT indicator_id) AS indicator_ids,
    list_concat(indicator_ids, list(DISTINCT input_id) FILTER (WHERE input_id IS NOT NULL)) AS input_ids,
    least(min(year), min(input_year)) AS first_year,
    greatest(max(year), max(input_year)) AS last_year
FROM input
