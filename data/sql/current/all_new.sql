-- One row: whether each revision after the given numbers is the only one of its indicator, area,
-- year and period, counts, and is neither computed nor an input of what is computed. They must
-- come in the order of these four, each greater than the one before: so no two are alike.
WITH sent AS NOT MATERIALIZED (
    SELECT *
    FROM facts.observation_revision
    WHERE seq > $revision_seq
),
compared AS NOT MATERIALIZED (
    SELECT
        indicator_id, area_id, period, year,
        lag(indicator_id) OVER () AS before_indicator, lag(area_id) OVER () AS before_area,
        lag(period) OVER () AS before_period, lag(year) OVER () AS before_year,
        row_number() OVER () AS place
    FROM sent
),
part AS (
    SELECT *
    FROM facts.observation_part
    WHERE part_id IN (SELECT part_id FROM facts.observation_row WHERE seq > $revision_seq)
),
extent AS (
    SELECT min(year) AS first_year, max(year) AS last_year FROM sent
)
SELECT
    NOT EXISTS (
        FROM facts.upload WHERE seq > $upload_seq AND undoes_upload_id IS NOT NULL)
    AND NOT EXISTS (
        FROM part
        WHERE is_withdrawn IS DISTINCT FROM false OR period IS NULL
            OR state IS NULL OR state NOT IN (SELECT state FROM plan.state_rank)
            OR upload_id IS NULL
            OR upload_id IN (SELECT upload_id FROM facts.upload WHERE seq <= $upload_seq))
    AND NOT EXISTS (
        FROM plan.formula
        WHERE indicator_id IN (SELECT indicator_id FROM sent)
            OR input_id IN (SELECT indicator_id FROM sent))
    AND NOT EXISTS (
        FROM compared
        WHERE place > 1 AND NOT coalesce(
            indicator_id > before_indicator
            OR indicator_id = before_indicator AND (
                area_id > before_area
                OR area_id = before_area AND (
                    period > before_period
                    OR period = before_period AND year > before_year)),
            false))
    AND NOT EXISTS (
        FROM facts.live_revision
        WHERE seq <= $revision_seq
            AND indicator_id IN (SELECT DISTINCT indicator_id FROM sent)
            AND area_id IN (SELECT DISTINCT area_id FROM sent)
            AND year BETWEEN (SELECT first_year FROM extent) AND (SELECT last_year FROM extent))
    AS are_all_new
