-- The revisions that the figures of one slice of few keys are computed from, and some beside them:
-- plain lists of ids reach the scan of the table, which a join with the keys does not. What was sent
-- together lies together: by the first and last area most of the table is passed over unread.
SET VARIABLE due_indicators = (
    SELECT list(DISTINCT indicator_id)
    FROM (
        SELECT indicator_id FROM due
        UNION ALL
        SELECT formula.input_id FROM due JOIN plan.formula AS formula USING (indicator_id)));
SET VARIABLE due_areas = (SELECT list(DISTINCT area_id) FROM due);
SET VARIABLE due_years = (
    SELECT [min(year + coalesce(year_offset, 0)), max(year + coalesce(year_offset, 0))]
    FROM (
        SELECT year, 0 AS year_offset FROM due
        UNION ALL
        SELECT due.year, formula.year_offset
        FROM due
        JOIN plan.formula AS formula USING (indicator_id)));
CREATE OR REPLACE TEMP TABLE due_revision AS
FROM facts.live_revision
WHERE area_id BETWEEN list_min(getvariable('due_areas')) AND list_max(getvariable('due_areas'))
    AND list_contains(getvariable('due_indicators'), indicator_id)
    AND list_contains(getvariable('due_areas'), area_id)
    AND year BETWEEN getvariable('due_years')[1] AND getvariable('due_years')[2]
