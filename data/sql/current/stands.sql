-- One row: whether there is any earlier value, or any figure that nobody sent, of the indicators,
-- areas and years that were sent after a number.
WITH sent AS NOT MATERIALIZED (
    SELECT indicator_id, area_id, year FROM facts.observation_row WHERE seq > $revision_seq
),
indicator AS MATERIALIZED (SELECT DISTINCT indicator_id FROM sent),
area AS MATERIALIZED (SELECT DISTINCT area_id FROM sent),
extent AS MATERIALIZED (SELECT min(year) AS first_year, max(year) AS last_year FROM sent)
SELECT
    EXISTS (
        FROM current.figure
        WHERE upload_id IS NULL AND indicator_id IN (FROM indicator) AND area_id IN (FROM area)
            AND year BETWEEN (SELECT first_year FROM extent) AND (SELECT last_year FROM extent))
    OR EXISTS (
        FROM facts.observation_row
        WHERE seq <= $revision_seq AND indicator_id IN (FROM indicator) AND area_id IN (FROM area)
            AND year BETWEEN (SELECT first_year FROM extent) AND (SELECT last_year FROM extent))
    AS is_any
