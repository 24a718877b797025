-- The numbers of the values that were sent after the given numbers and may not stand as they are:
-- of all others each is the figure of its indicator, area, year and period, whatever else there is
-- (current_rules). Such a value counts; it is neither computed nor an input of what is computed;
-- the figure before it, if any, is of the same state and has another value; and no other source
-- ever stated anything in that state. So it is the newest of the highest state, nobody stated it
-- earlier, and nobody disagrees.
-- $is_any says whether there is anything else of their indicators, areas and years.
-- The values must come in the order of the four, each greater than the one before, so that no two
-- are of one figure: otherwise all are disputed.
CREATE OR REPLACE TEMP TABLE disputed AS
WITH sent AS NOT MATERIALIZED (
    SELECT * FROM facts.observation_row WHERE seq > $revision_seq
),
-- Within a part there is one period.
compared AS NOT MATERIALIZED (
    SELECT
        indicator_id, area_id, part_id, year,
        lag(indicator_id) OVER () AS before_indicator, lag(area_id) OVER () AS before_area,
        lag(part_id) OVER () AS before_part, lag(year) OVER () AS before_year,
        row_number() OVER () AS place
    FROM sent
),
doubtful AS (
    SELECT *
    FROM compared
    WHERE place > 1 AND NOT coalesce(
        indicator_id > before_indicator
        OR indicator_id = before_indicator AND (
            area_id > before_area
            OR area_id = before_area AND part_id = before_part AND year > before_year),
        false)
),
part AS MATERIALIZED (
    SELECT *
    FROM facts.observation_part
    WHERE part_id IN (SELECT DISTINCT part_id FROM sent)
),
counting AS MATERIALIZED (
    SELECT part.*
    FROM part
    JOIN plan.state_rank USING (state)
    WHERE NOT is_withdrawn AND period IS NOT NULL
        AND upload_id IN (
            SELECT upload_id FROM facts.upload WHERE seq > $upload_seq AND undoes_upload_id IS NULL)
        AND NOT EXISTS (
            FROM doubtful
            LEFT JOIN part USING (part_id)
            LEFT JOIN part AS before_part ON before_part.part_id = doubtful.before_part
            WHERE NOT coalesce(
                indicator_id = before_indicator AND area_id = before_area AND (
                    part.period > before_part.period
                    OR part.period = before_part.period AND year > before_year),
                false))
),
indicator AS MATERIALIZED (SELECT DISTINCT indicator_id FROM sent),
area AS MATERIALIZED (SELECT DISTINCT area_id FROM sent),
extent AS (
    SELECT
        min(year) AS first_year, max(year) AS last_year,
        min(indicator_id) AS first_indicator, max(indicator_id) AS last_indicator,
        min(area_id) AS first_area, max(area_id) AS last_area
    FROM sent
),
-- A hash in place of the four columns takes a fifth of the memory. Where two have the same one by
-- chance, a value is disputed that need not be.
hashed AS (
    SELECT
        sent.seq, sent.value, counting.state,
        hash(sent.indicator_id, sent.area_id, sent.year::INTEGER, counting.period) AS key
    FROM sent
    JOIN counting USING (part_id)
),
-- Only the first and the last are asked for: with all indicators and areas the engine expects few
-- figures to be left and keeps all of them in memory, which takes 210 MB for a million.
standing AS (
    SELECT value, state, hash(indicator_id, area_id, year::INTEGER, period) AS key
    FROM current.figure, extent
    WHERE year BETWEEN first_year AND last_year
        AND indicator_id BETWEEN first_indicator AND last_indicator
        AND area_id BETWEEN first_area AND last_area
),
-- Parts of before beside which it must be reckoned who states what.
rival AS (
    SELECT before.part_id, before.period
    FROM facts.observation_part AS before
    LEFT JOIN facts.upload AS upload USING (upload_id)
    WHERE before.upload_id IS NULL OR upload.undoes_upload_id IS NOT NULL
        OR EXISTS (
            FROM counting
            WHERE counting.state = before.state
                AND coalesce(counting.source, '') <> coalesce(before.source, ''))
),
contested AS (
    SELECT indicator_id, area_id, year, rival.period
    FROM facts.observation_row
    JOIN rival USING (part_id)
    WHERE seq <= $revision_seq
        AND indicator_id IN (FROM indicator) AND area_id IN (FROM area)
)
SELECT seq FROM sent
WHERE value IS NULL OR part_id NOT IN (SELECT part_id FROM counting)
UNION ALL
SELECT seq FROM sent
WHERE indicator_id IN (
    SELECT indicator_id FROM plan.formula UNION ALL SELECT input_id FROM plan.formula)
UNION ALL
SELECT hashed.seq
FROM hashed
JOIN standing USING (key)
WHERE $is_any AND NOT coalesce(
    standing.state = hashed.state AND hashed.state <> 'published'
        AND abs(hashed.value - standing.value)
            > 1e-9 * greatest(abs(hashed.value), abs(standing.value)),
    false)
UNION ALL
SELECT sent.seq
FROM sent
JOIN counting USING (part_id)
SEMI JOIN contested
    ON contested.indicator_id = sent.indicator_id AND contested.area_id = sent.area_id
    AND contested.year = sent.year AND contested.period = counting.period
WHERE $is_any
