-- The plans and what they share: rebuilt whole from CSV, never written by users. Schema plans has
-- the tables of which every plan has its own rows; schema plan has what the plans share, and a
-- view of each of the former that shows one plan (plan_views.sql).
-- Column order is the CSVs' column order; plan_id is the name of the plan's folder.

-- What a plan is called and when it holds. area_id is the area that it is of, base_year the year
-- of its own statistics (missing where it has none).
CREATE TABLE plans.plan (
    name_zh VARCHAR, name_en VARCHAR, title_zh VARCHAR, title_en VARCHAR, document_no VARCHAR,
    issued_on VARCHAR, area_id VARCHAR, first_year INTEGER, last_year INTEGER, base_year INTEGER,
    note_zh VARCHAR, note_en VARCHAR, plan_id VARCHAR);

CREATE TABLE plans.clause (
    clause_id VARCHAR, path VARCHAR, title_zh VARCHAR, title_en VARCHAR,
    plan_id VARCHAR);

CREATE TABLE plan.indicator (
    indicator_id VARCHAR, name_zh VARCHAR, name_en VARCHAR, unit VARCHAR,
    direction VARCHAR, goal VARCHAR, scope VARCHAR, aggregation VARCHAR,
    lower_bound DOUBLE, upper_bound DOUBLE, formula VARCHAR, frequency VARCHAR, note VARCHAR,
    growth_id VARCHAR, plan_id VARCHAR);

CREATE TABLE plan.indicator_synonym (
    synonym VARCHAR, indicator_id VARCHAR);

CREATE TABLE plan.unit (
    unit VARCHAR, quantity VARCHAR, factor VARCHAR, name_en VARCHAR, spellings VARCHAR);

CREATE TABLE plans.baseline (
    indicator_id VARCHAR, area_id VARCHAR, year INTEGER, value DOUBLE, unit VARCHAR,
    clause_id VARCHAR, note VARCHAR, note_en VARCHAR, about_target_id VARCHAR,
    plan_id VARCHAR);

CREATE TABLE plans.baseline_change (
    change_id VARCHAR, indicator_id VARCHAR, area_id VARCHAR, from_year INTEGER, to_year INTEGER,
    change_pct DOUBLE, comparator VARCHAR, clause_id VARCHAR,
    plan_id VARCHAR);

CREATE TABLE plans.stated_count (
    subject_kind VARCHAR, subject_id VARCHAR, "count" INTEGER, is_open BOOLEAN,
    clause_id VARCHAR,
    plan_id VARCHAR);

-- The goals that group a plan's targets, in their order.
CREATE TABLE plans.goal (
    goal_id VARCHAR, name_zh VARCHAR, name_en VARCHAR,
    plan_id VARCHAR);

CREATE TABLE plans.target (
    target_id VARCHAR, name_zh VARCHAR, name_en VARCHAR, goal VARCHAR, kind VARCHAR,
    comparator VARCHAR, low DOUBLE, high DOUBLE, unit VARCHAR, year INTEGER,
    scope VARCHAR, clause_id VARCHAR,
    plan_id VARCHAR);

CREATE TABLE plans.target_measure (
    target_id VARCHAR, indicator_id VARCHAR, is_primary BOOLEAN, reading_id VARCHAR,
    plan_id VARCHAR);

CREATE TABLE plans.reading (
    reading_id VARCHAR, subject_kind VARCHAR, subject_id VARCHAR, kind VARCHAR,
    comparator VARCHAR, low DOUBLE, high DOUBLE, is_default BOOLEAN,
    name_zh VARCHAR, name_en VARCHAR, rationale_zh VARCHAR, rationale_en VARCHAR,
    year INTEGER, plan_id VARCHAR);

CREATE TABLE plan.area (
    area_id VARCHAR, name_zh VARCHAR, name_en VARCHAR, level VARCHAR, parent_id VARCHAR,
    subregion VARCHAR, division VARCHAR, from_year INTEGER, to_year INTEGER,
    has_boundary BOOLEAN);

CREATE TABLE plan.area_alias (
    alias VARCHAR, area_id VARCHAR, kind VARCHAR, from_year INTEGER, to_year INTEGER);

CREATE TABLE plan.area_pinyin (
    area_id VARCHAR, pinyin VARCHAR);

CREATE TABLE plan.area_change (
    old_code VARCHAR, new_code VARCHAR, year INTEGER, kind VARCHAR, note VARCHAR);

CREATE TABLE plan.group_member (
    group_id VARCHAR, area_id VARCHAR, from_year INTEGER, to_year INTEGER);

CREATE TABLE plans.industry (
    industry_id VARCHAR, name_zh VARCHAR, name_en VARCHAR, clause_id VARCHAR,
    plan_id VARCHAR);

CREATE TABLE plans.role (
    role_id VARCHAR, industry_id VARCHAR, name_zh VARCHAR, name_en VARCHAR, kind VARCHAR,
    clause_id VARCHAR,
    plan_id VARCHAR);

CREATE TABLE plans.county_role (
    role_id VARCHAR, area_id VARCHAR, position INTEGER, name_in_plan VARCHAR,
    plan_id VARCHAR);

CREATE TABLE plans.role_indicator (
    role_id VARCHAR, indicator_id VARCHAR,
    plan_id VARCHAR);

CREATE TABLE plans.role_item (
    role_id VARCHAR, item_id VARCHAR,
    plan_id VARCHAR);

-- How a plan's projects are counted besides their number. counties_of_role: they stand in the
-- counties of a role, and so many of them; larger_size: the sizes of larger_id are meant too, under
-- the reading; one_a_county: one in each county that the item binds.
CREATE TABLE plans.item_rule (
    item_id VARCHAR, kind VARCHAR, role_id VARCHAR, larger_id VARCHAR, reading_id VARCHAR,
    plan_id VARCHAR);

-- The indicators that a place of the app begins with, in their order: the overview, the comparison
-- of areas, and the charts and maps of a briefing.
CREATE TABLE plans.shown_indicator (
    place VARCHAR, indicator_id VARCHAR,
    plan_id VARCHAR);

-- What a plan calls its lists of tasks (items) and one entry of them (item).
CREATE TABLE plans.plan_word (
    word VARCHAR, name_zh VARCHAR, name_en VARCHAR,
    plan_id VARCHAR);

-- What a plan's terms mean. A meaning names formulas by {indicator_id} and the number of the
-- target by {share}.
CREATE TABLE plans.definition (
    term_id VARCHAR, name_zh VARCHAR, name_en VARCHAR, meaning_zh VARCHAR, meaning_en VARCHAR,
    source_zh VARCHAR, source_en VARCHAR, target_id VARCHAR,
    plan_id VARCHAR);

CREATE TABLE plans.box (
    box_no INTEGER, name_zh VARCHAR, name_en VARCHAR, clause_id VARCHAR,
    label_zh VARCHAR, label_en VARCHAR, plan_id VARCHAR);

CREATE TABLE plans.box_item (
    item_id VARCHAR, box_no INTEGER, name_zh VARCHAR, name_en VARCHAR, kind VARCHAR,
    comparator VARCHAR, low DOUBLE, high DOUBLE, unit VARCHAR, scope VARCHAR,
    indicator_id VARCHAR, min_size DOUBLE, size_unit VARCHAR, clause_id VARCHAR,
    lead_zh VARCHAR, lead_en VARCHAR, plan_id VARCHAR);

CREATE TABLE plans.box_item_scope (
    item_id VARCHAR, role_id VARCHAR, group_id VARCHAR, reading_id VARCHAR,
    plan_id VARCHAR);

-- Breeds, crops, diseases and kinds of livestock that the boxes name.
CREATE TABLE plans.box_term (
    subject_kind VARCHAR, subject_id VARCHAR, kind VARCHAR, position INTEGER,
    name_zh VARCHAR, name_en VARCHAR, is_open BOOLEAN,
    plan_id VARCHAR);

-- What the plan asks for and is neither a target nor an item of a box.
CREATE TABLE plans.plan_item (
    item_id VARCHAR, kind VARCHAR, indicator_id VARCHAR, comparator VARCHAR, low DOUBLE,
    high DOUBLE, unit VARCHAR, clause_id VARCHAR, name_zh VARCHAR, name_en VARCHAR,
    plan_id VARCHAR);

CREATE TABLE plan.published (
    indicator_id VARCHAR, area_id VARCHAR, year INTEGER, period VARCHAR, value DOUBLE,
    unit VARCHAR, state VARCHAR, source VARCHAR, edition VARCHAR, is_current BOOLEAN,
    note VARCHAR, note_zh VARCHAR);

-- How a source of the published series is cited in English.
CREATE TABLE plan.source (
    source VARCHAR, source_en VARCHAR);

CREATE TABLE plan.series_break (
    indicator_id VARCHAR, area_id VARCHAR, after_year INTEGER, evidence VARCHAR, note VARCHAR,
    note_zh VARCHAR, source VARCHAR);

-- A jump without evidence of another basis: told, but no growth calculation stops at it.
CREATE TABLE plan.series_question (
    indicator_id VARCHAR, area_id VARCHAR, after_year INTEGER, note VARCHAR, note_zh VARCHAR,
    source VARCHAR);

CREATE TABLE plan.formula (
    indicator_id VARCHAR, operand VARCHAR, input_id VARCHAR, year_offset INTEGER,
    factor DOUBLE);

-- How a series is treated: what weights its counties, and of how many years it is averaged before
-- it is forecast, where it varies with the weather.
CREATE TABLE plan.series_rule (
    indicator_id VARCHAR, weight_id VARCHAR, mean_years INTEGER);

-- The clocks of matters under supervision, the ways to count them, and the days off that
-- working days leave out (and the days at a weekend on which offices work).
CREATE TABLE plan.clock (
    clock_id VARCHAR, name_zh VARCHAR, name_en VARCHAR, count INTEGER, unit VARCHAR,
    met_by VARCHAR, article VARCHAR, source VARCHAR);

CREATE TABLE plan.clock_reading (
    reading_id VARCHAR, clock_id VARCHAR, day_kind VARCHAR, begins_with VARCHAR,
    is_default BOOLEAN, name_zh VARCHAR, name_en VARCHAR, rationale_zh VARCHAR,
    rationale_en VARCHAR);

CREATE TABLE plan.holiday (
    day VARCHAR, kind VARCHAR, source VARCHAR);

CREATE TABLE plan.threshold (
    threshold_id VARCHAR, value DOUBLE, unit VARCHAR, note_zh VARCHAR, note_en VARCHAR);

CREATE TABLE plan.forecast_coverage (
    first_ahead INTEGER, last_ahead INTEGER, forecasts INTEGER, covered INTEGER,
    series INTEGER, first_year INTEGER, last_year INTEGER);

CREATE TABLE plans.warning_rule (
    rule_id VARCHAR, indicator_id VARCHAR, change VARCHAR, other_indicator_id VARCHAR,
    other_change VARCHAR, message_zh VARCHAR, message_en VARCHAR,
    plan_id VARCHAR);

CREATE TABLE plans.due_date (
    indicator_id VARCHAR, period VARCHAR, months_after INTEGER, note VARCHAR,
    plan_id VARCHAR);

-- The kinds of natural grassland of the region, as pastures and factors name them.
CREATE TABLE plan.grassland_type (
    type_id VARCHAR, name_zh VARCHAR, name_en VARCHAR, spellings VARCHAR);

-- Ports of entry that a document of the region names as such; kind is empty where it does not say.
CREATE TABLE plan.port (
    name VARCHAR, area_id VARCHAR, kind VARCHAR, source VARCHAR);

CREATE TABLE plan.build (fingerprint VARCHAR, built_at TIMESTAMP);
