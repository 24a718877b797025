-- Views over all schemas; replaced whenever the plan is rebuilt.

-- One row per value that users sent, whatever became of it: the value, and what it shares with
-- others of its upload. Transaction.insert splits what is written to it.
CREATE OR REPLACE VIEW facts.observation_revision AS
SELECT
    observation_row.revision_id, observation_row.indicator_id, observation_row.area_id,
    observation_row.year, part.period, observation_row.value, part.unit,
    observation_row.value_read, part.unit_read, observation_row.area_read, part.sheet,
    observation_row.file_row, observation_row.file_column, part.state, part.source,
    observation_row.note, part.upload_id, part.recorded_at, part.recorded_by,
    part.is_withdrawn, observation_row.seq
FROM facts.observation_row AS observation_row
JOIN facts.observation_part AS part USING (part_id);

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

-- One row per state of a figure, strongest first. Nobody records a figure as returned: it is one
-- that was sent and that its checker returned.
CREATE OR REPLACE VIEW plan.state_rank AS
SELECT * FROM (VALUES
    ('verified', 5), ('published', 4), ('derived', 3), ('reported', 2), ('provisional', 1),
    ('returned', 0)
) AS state_rank (state, rank);

-- One row per step that stands: an act on a value that was not undone.
CREATE OR REPLACE VIEW facts.step AS
SELECT *
FROM facts.step_revision
QUALIFY row_number() OVER (PARTITION BY step_id, subject_id ORDER BY seq DESC) = 1
    AND NOT is_withdrawn;

-- One row per revision of a figure that follows from the balance, with the upload, or the undo of
-- one, that it follows from (NULL without one): it was recorded in the same transaction, right after
-- it.
CREATE OR REPLACE VIEW facts.balance_source AS
SELECT revision.revision_id, upload.upload_id
FROM (
    FROM facts.observation_revision
    WHERE indicator_id IN ('actual_load', 'carrying_capacity')
        AND state = 'derived' AND upload_id IS NULL) AS revision
ASOF LEFT JOIN (FROM facts.upload WHERE dataset = 'balance') AS upload
    ON revision.recorded_at >= upload.uploaded_at;

-- One row per revision of a figure that is returned.
CREATE OR REPLACE VIEW facts.returned AS
SELECT subject_id FROM facts.step WHERE step = 'returned' GROUP BY subject_id;

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
    md5('published:' || indicator_id || ':' || area_id || ':' || year || ':' || period)::UUID,
    indicator_id, area_id, year, period, value, unit, state, source, note, note_zh,
    NULL, NULL, NULL, false, 0
FROM plan.published
WHERE is_current;

-- One row per indicator, area, year and period that was sent or published: the one that stands.
-- source, note, upload_id, recorded_at and recorded_by are those of stated_id, the revision that
-- first stated the value that still stands; confirmed_at is when revision_id, the newest, did.
CREATE OR REPLACE VIEW facts.observation AS
SELECT
    indicator_id, area_id, year, period, value, unit, state, source, note, note_zh,
    revision_id, coalesce(stated_id, revision_id) AS stated_id, upload_id, recorded_at,
    coalesce(confirmed_at, recorded_at) AS confirmed_at, recorded_by, sources_disagree
FROM current.figure
WHERE NOT is_computed;

-- One row per derived indicator, area and year that could be computed.
CREATE OR REPLACE VIEW facts.derived_figure AS
SELECT
    indicator_id, area_id, year, period, value, unit, state, source, inputs, sources_disagree
FROM current.figure
WHERE is_computed;

-- One row per indicator, area, year and period: what every page and formula reads, with the source
-- and upload that first stated the value that still stands (facts.observation).
CREATE OR REPLACE VIEW facts.figure AS
SELECT
    indicator_id, area_id, year, period, value, unit, state, source, note, note_zh,
    revision_id, coalesce(stated_id, revision_id) AS stated_id, upload_id, recorded_at,
    is_computed, inputs, sources_disagree
FROM current.figure
WHERE is_in_force;

-- One row per figure that was released: what was released last, under which decision, the figure now
-- (value_now, unit_now, state_now) and what became of it. now is same (value and unit are those
-- that were released, and verified, whoever verified them), unverified (they stand, no longer
-- verified), revised (another value stands) or gone. Only what is the same counts as released.
CREATE OR REPLACE VIEW facts.release AS
WITH newest AS (
    FROM facts.step
    WHERE step = 'released'
    QUALIFY row_number() OVER (
        PARTITION BY indicator_id, area_id, year, period ORDER BY seq DESC) = 1
)
SELECT
    newest.step_id, newest.indicator_id, newest.area_id, newest.year, newest.period, newest.value,
    coalesce(subject.unit, indicator.unit) AS unit, newest.remark, newest.document_no,
    newest.decided_on, newest.recorded_by, newest.recorded_at, figure.value AS value_now,
    figure.unit AS unit_now, figure.state AS state_now,
    CASE
        WHEN figure.value IS NULL THEN 'gone'
        WHEN figure.unit <> coalesce(subject.unit, indicator.unit)
            OR abs(figure.value - newest.value)
            > 1e-9 * greatest(abs(figure.value), abs(newest.value)) THEN 'revised'
        WHEN figure.state <> 'verified' THEN 'unverified'
        ELSE 'same' END AS now
FROM newest
JOIN plan.indicator AS indicator USING (indicator_id)
LEFT JOIN facts.observation_revision AS subject ON subject.revision_id = newest.subject_id
-- The engine would index the figures of all areas to look up the few that were released.
LEFT JOIN (FROM facts.observation SEMI JOIN newest USING (indicator_id, area_id, year, period)) AS figure
    ON figure.indicator_id = newest.indicator_id AND figure.area_id = newest.area_id
    AND figure.year = newest.year AND figure.period = newest.period;

-- One row per figure in force that was released: a verified one by a decision, a published series by
-- its source, a computed one where all its inputs were.
CREATE OR REPLACE VIEW facts.released_figure AS
WITH sent AS (
    SELECT
        indicator_id, area_id, year, period, is_in_force,
        (indicator_id, area_id, year, period) IN (
            SELECT (indicator_id, area_id, year, period) FROM facts.release WHERE now = 'same')
        OR upload_id IS NULL AND state = 'published'
        OR revision_id IN (SELECT revision_id FROM facts.balance_source) AS is_released
    FROM current.figure
    WHERE NOT is_computed
),
computed AS (
    SELECT
        figure.indicator_id, figure.area_id, figure.year, figure.period,
        bool_and(coalesce(sent.is_released, false)) AS is_released
    FROM current.figure AS figure
    JOIN plan.formula AS formula USING (indicator_id)
    LEFT JOIN sent
        ON sent.indicator_id = formula.input_id AND sent.area_id = figure.area_id
        AND sent.year = figure.year + formula.year_offset AND sent.period = 'Y'
    WHERE figure.is_computed AND figure.is_in_force
    GROUP BY ALL
)
SELECT indicator_id, area_id, year, period FROM sent WHERE is_in_force AND is_released
UNION ALL
SELECT indicator_id, area_id, year, period FROM computed WHERE is_released;

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
FROM plan.decision_revision
QUALIFY row_number() OVER (PARTITION BY decision_id ORDER BY seq DESC) = 1
    AND NOT is_withdrawn;

-- One row per project: its newest revision, unless withdrawn.
CREATE OR REPLACE VIEW facts.project AS
SELECT revision.*
FROM plan.project_revision AS revision
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

-- One row per factor set: its newest revision. version is how many uploads changed a factor of it;
-- one that only repeats them is no new version.
CREATE OR REPLACE VIEW facts.factor_set AS
WITH live_factor AS (
    SELECT
        revision.set_id, revision.upload_id,
        revision.value IS DISTINCT FROM lag(revision.value) OVER (
            PARTITION BY set_id, factor, subject, season, age ORDER BY revision.seq) AS is_changed
    FROM facts.factor_revision AS revision
    LEFT JOIN facts.upload_state AS upload USING (upload_id)
    WHERE coalesce(upload.root_is_live, true)
),
-- Materialized: DuckDB 1.5.5 fails where it joins both readings of upload_state into one.
version AS MATERIALIZED (
    SELECT set_id, count(DISTINCT upload_id) AS version
    FROM live_factor
    WHERE is_changed
    GROUP BY set_id
)
SELECT revision.* EXCLUDE (is_withdrawn), version.version
FROM facts.factor_set_revision AS revision
JOIN version USING (set_id)
LEFT JOIN facts.upload_state AS upload USING (upload_id)
WHERE coalesce(upload.root_is_live, true)
QUALIFY row_number() OVER (PARTITION BY set_id ORDER BY revision.seq DESC) = 1;

-- One row per factor of a set: its newest revision.
CREATE OR REPLACE VIEW facts.factor AS
SELECT revision.*
FROM facts.factor_revision AS revision
LEFT JOIN facts.upload_state AS upload USING (upload_id)
WHERE coalesce(upload.root_is_live, true)
QUALIFY row_number() OVER (
    PARTITION BY set_id, factor, subject, season, age ORDER BY revision.seq DESC) = 1
    AND NOT is_withdrawn;

-- One row per stretch of grassland, year and season: its newest revision.
CREATE OR REPLACE VIEW facts.pasture AS
SELECT revision.*
FROM facts.pasture_revision AS revision
LEFT JOIN facts.upload_state AS upload USING (upload_id)
WHERE coalesce(upload.root_is_live, true)
QUALIFY row_number() OVER (
    PARTITION BY area_id, year, season, type_id, name, use ORDER BY revision.seq DESC) = 1
    AND NOT is_withdrawn;

-- One row per source of other forage, year and season: its newest revision.
CREATE OR REPLACE VIEW facts.forage_source AS
SELECT revision.*
FROM facts.forage_source_revision AS revision
LEFT JOIN facts.upload_state AS upload USING (upload_id)
WHERE coalesce(upload.root_is_live, true)
QUALIFY row_number() OVER (
    PARTITION BY area_id, year, season, kind, name ORDER BY revision.seq DESC) = 1
    AND NOT is_withdrawn;

-- One row per kind, age and place of animals, year and season: its newest revision.
CREATE OR REPLACE VIEW facts.herd AS
SELECT revision.*
FROM facts.herd_revision AS revision
LEFT JOIN facts.upload_state AS upload USING (upload_id)
WHERE coalesce(upload.root_is_live, true)
QUALIFY row_number() OVER (
    PARTITION BY area_id, year, season, kind, age, place ORDER BY revision.seq DESC) = 1
    AND NOT is_withdrawn;
