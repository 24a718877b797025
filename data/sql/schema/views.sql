-- Views over both schemas; replaced whenever the plan is rebuilt.

-- One row per upload, with the upload at the root of its chain of undos.
-- An undo may itself be undone; a root is live while the number of undos below it is even.
CREATE OR REPLACE VIEW facts.upload_state AS
WITH RECURSIVE chain AS (
    SELECT upload_id, upload_id AS root_id, seq
    FROM facts.upload
    WHERE undoes_upload_id IS NULL
    UNION ALL
    SELECT child.upload_id, chain.root_id, child.seq
    FROM facts.upload AS child
    JOIN chain ON child.undoes_upload_id = chain.upload_id
),
counted AS (
    SELECT root_id, count(*) - 1 AS undos, arg_max(upload_id, seq) AS newest_id
    FROM chain
    GROUP BY root_id
)
SELECT
    upload.*,
    chain.root_id,
    counted.newest_id,
    counted.undos % 2 = 0 AS root_is_live,
    upload.upload_id = counted.newest_id
        OR (upload.upload_id = chain.root_id AND counted.undos % 2 = 0) AS can_be_undone
FROM facts.upload AS upload
JOIN chain USING (upload_id)
JOIN counted USING (root_id);

-- One row per state of a figure, strongest first.
CREATE OR REPLACE VIEW plan.state_rank AS
SELECT * FROM (VALUES
    ('verified', 5), ('published', 4), ('derived', 3), ('reported', 2), ('provisional', 1)
) AS state_rank (state, rank);

-- One row per revision that still counts, the current published figures among them. A note of the
-- published series stands in English and Chinese, a user's in the user's words (note_zh NULL).
CREATE OR REPLACE VIEW facts.live_revision AS
SELECT
    revision.revision_id, revision.indicator_id, revision.area_id, revision.year,
    revision.period, revision.value, revision.unit, revision.state, revision.source,
    revision.note, NULL AS note_zh, revision.upload_id, revision.recorded_at,
    revision.recorded_by, revision.is_withdrawn, revision.seq
FROM facts.observation_revision AS revision
LEFT JOIN facts.upload_state AS upload USING (upload_id)
WHERE coalesce(upload.root_is_live, true)
UNION ALL
SELECT
    'published:' || indicator_id || ':' || area_id || ':' || year || ':' || period,
    indicator_id, area_id, year, period, value, unit, state, source, note, note_zh,
    NULL, NULL, NULL, false, 0
FROM plan.published
WHERE is_current;

-- One row per indicator, area, year and period: the newest revision of the highest state.
-- A withdrawn revision takes away its state's value, not the values of other states.
CREATE OR REPLACE VIEW facts.observation AS
WITH newest_by_source AS (
    SELECT *
    FROM facts.live_revision
    QUALIFY row_number() OVER (
        PARTITION BY indicator_id, area_id, year, period, state, coalesce(source, '')
        ORDER BY seq DESC) = 1
),
newest_by_state AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY indicator_id, area_id, year, period, state
            ORDER BY seq DESC
        ) AS age,
        count(DISTINCT value) FILTER (WHERE NOT is_withdrawn) OVER (
            PARTITION BY indicator_id, area_id, year, period, state) > 1 AS sources_disagree
    FROM newest_by_source
)
SELECT
    indicator_id, area_id, year, period, value, unit, state, source, note, note_zh,
    revision_id, upload_id, recorded_at, recorded_by, sources_disagree
FROM newest_by_state
JOIN plan.state_rank USING (state)
WHERE age = 1 AND NOT is_withdrawn
QUALIFY row_number() OVER (
    PARTITION BY indicator_id, area_id, year, period ORDER BY rank DESC) = 1;

-- One row per derived indicator, area and year whose inputs are all there and lie on the
-- same side of every series break. value = product(numerators) / product(denominators).
CREATE OR REPLACE VIEW facts.derived_figure AS
WITH wanted AS (
    SELECT DISTINCT
        formula.indicator_id, observation.area_id,
        observation.year - formula.year_offset AS year
    FROM plan.formula AS formula
    JOIN facts.observation AS observation ON observation.indicator_id = formula.input_id
    WHERE observation.period = 'Y'
),
input AS (
    SELECT
        wanted.indicator_id, wanted.area_id, wanted.year, formula.operand, formula.factor,
        formula.input_id, wanted.year + formula.year_offset AS input_year,
        observation.value, observation.state, observation.sources_disagree
    FROM wanted
    JOIN plan.formula AS formula USING (indicator_id)
    LEFT JOIN facts.observation AS observation
        ON observation.indicator_id = formula.input_id
        AND observation.area_id = wanted.area_id
        AND observation.year = wanted.year + formula.year_offset
        AND observation.period = 'Y'
),
span AS (
    SELECT
        indicator_id, area_id, year,
        min(input_year) AS first_year, max(input_year) AS last_year,
        count(*) = count(value) AS is_complete,
        coalesce(min(abs(value)) FILTER (WHERE operand = 'denominator') > 0, false)
            AS is_divisible,
        product(CASE operand WHEN 'numerator' THEN value * factor ELSE 1 END)
            / nullif(product(CASE operand WHEN 'denominator' THEN value ELSE 1 END), 0)
            AS value,
        bool_or(sources_disagree) AS sources_disagree,
        string_agg(input_id || ' ' || input_year || '=' || value, '; '
                   ORDER BY operand DESC, input_id) AS inputs,
        min(rank) AS weakest_rank
    FROM input
    LEFT JOIN plan.state_rank USING (state)
    GROUP BY indicator_id, area_id, year
)
SELECT
    span.indicator_id, span.area_id, span.year, 'Y' AS period, span.value, indicator.unit,
    CASE WHEN span.weakest_rank >= 3 THEN 'derived' ELSE weakest.state END AS state,
    indicator.formula AS source, span.inputs, span.sources_disagree
FROM span
JOIN plan.indicator AS indicator USING (indicator_id)
JOIN plan.state_rank AS weakest ON weakest.rank = span.weakest_rank
WHERE span.is_complete AND span.is_divisible
  AND NOT EXISTS (
      SELECT 1
      FROM plan.formula AS formula
      JOIN plan.series_break AS series_break ON series_break.indicator_id = formula.input_id
      WHERE formula.indicator_id = span.indicator_id
        AND (series_break.area_id = span.area_id OR series_break.area_id = '650000')
        AND series_break.after_year >= span.first_year
        AND series_break.after_year < span.last_year);

-- One row per indicator, area, year and period: what every page and formula reads.
-- Where a figure was both sent and computed the higher state stands; ties go to the sent one.
CREATE OR REPLACE VIEW facts.figure AS
WITH candidate AS (
    SELECT
        indicator_id, area_id, year, period, value, unit, state, source, note, note_zh,
        revision_id, upload_id, recorded_at, false AS is_computed, NULL AS inputs,
        sources_disagree
    FROM facts.observation
    UNION ALL
    SELECT
        indicator_id, area_id, year, period, value, unit, state, source, NULL, NULL,
        NULL, NULL, NULL, true, inputs, sources_disagree
    FROM facts.derived_figure
)
SELECT candidate.*
FROM candidate
JOIN plan.state_rank USING (state)
QUALIFY row_number() OVER (
    PARTITION BY indicator_id, area_id, year, period ORDER BY rank DESC, is_computed) = 1;

-- One row per derived indicator, and per input of it: series breaks of an input break the
-- derived series as well.
CREATE OR REPLACE VIEW plan.series_break_all AS
SELECT indicator_id, area_id, after_year, evidence, note, note_zh, source
FROM plan.series_break
UNION
SELECT formula.indicator_id, series_break.area_id, series_break.after_year,
       series_break.evidence, series_break.note, series_break.note_zh, series_break.source
FROM plan.formula AS formula
JOIN plan.series_break AS series_break ON series_break.indicator_id = formula.input_id;

-- One row per decision that stands: the newest revision that was not withdrawn.
CREATE OR REPLACE VIEW facts.decision AS
SELECT *
FROM facts.decision_revision
QUALIFY row_number() OVER (PARTITION BY decision_id ORDER BY seq DESC) = 1
    AND NOT is_withdrawn;

-- One row per project: its newest revision, unless withdrawn.
CREATE OR REPLACE VIEW facts.project AS
SELECT revision.*
FROM facts.project_revision AS revision
LEFT JOIN facts.upload_state AS upload USING (upload_id)
WHERE coalesce(upload.root_is_live, true)
QUALIFY row_number() OVER (PARTITION BY project_id ORDER BY revision.seq DESC) = 1
    AND NOT is_withdrawn;

-- One row per area: the plan's, and the groups that users defined (newest revision each).
CREATE OR REPLACE VIEW facts.area AS
SELECT area_id, name_zh, name_en, level, parent_id, subregion, division, from_year, to_year,
       has_boundary, 'plan' AS origin
FROM plan.area
UNION ALL
SELECT group_id, name_zh, name_en, 'group', '650000', NULL, NULL, NULL, NULL, false, 'user'
FROM (
    SELECT *
    FROM facts.group_revision
    QUALIFY row_number() OVER (PARTITION BY group_id ORDER BY seq DESC) = 1)
WHERE NOT is_withdrawn AND group_id NOT IN (SELECT area_id FROM plan.area);

-- One row per group and member: the plan's own and the users' (newest revision each).
-- The 37 are the 22 and the 15 together as soon as both are known, unless sent as a list of
-- their own.
CREATE OR REPLACE VIEW facts.group_member AS
WITH sent AS (
    SELECT group_id, area_id, from_year, to_year
    FROM (
        SELECT *
        FROM facts.group_member_revision
        QUALIFY row_number() OVER (
            PARTITION BY group_id, area_id ORDER BY seq DESC) = 1)
    WHERE NOT is_withdrawn
),
both_parts AS (
    SELECT area_id, from_year, to_year
    FROM sent
    WHERE group_id IN ('pastoral', 'semi_pastoral')
      AND (SELECT count(DISTINCT group_id) FROM sent
           WHERE group_id IN ('pastoral', 'semi_pastoral')) = 2
      AND NOT EXISTS (SELECT 1 FROM sent WHERE group_id = 'plan_counties')
    QUALIFY row_number() OVER (PARTITION BY area_id ORDER BY from_year NULLS FIRST) = 1
)
SELECT group_id, area_id, from_year, to_year, 'plan' AS origin
FROM plan.group_member
UNION ALL
SELECT group_id, area_id, from_year, to_year, 'user'
FROM sent
UNION ALL
SELECT 'plan_counties', area_id, from_year, to_year, 'user'
FROM both_parts;
