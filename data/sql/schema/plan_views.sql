-- One row per row of the plan that is looked at: Store.for_plan sets the variable; without it that
-- is the default plan. rowid keeps the order of the file.
CREATE OR REPLACE MACRO plans.looked_at() AS coalesce(getvariable('plan_id'), 'livestock');

CREATE OR REPLACE VIEW plan.plan AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.plan WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.clause AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.clause WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.baseline AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.baseline WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.baseline_change AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.baseline_change WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.stated_count AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.stated_count WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.goal AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.goal WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.target AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.target WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.target_measure AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.target_measure WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.reading AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.reading WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.industry AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.industry WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.role AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.role WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.county_role AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.county_role WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.role_indicator AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.role_indicator WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.role_item AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.role_item WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.item_rule AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.item_rule WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.shown_indicator AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.shown_indicator WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.plan_word AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.plan_word WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.definition AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.definition WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.box AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.box WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.box_item AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.box_item WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.box_item_scope AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.box_item_scope WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.box_term AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.box_term WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.plan_item AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.plan_item WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.warning_rule AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.warning_rule WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.due_date AS
SELECT rowid, * EXCLUDE (plan_id) FROM plans.due_date WHERE plan_id = plans.looked_at();

-- What users recorded about the plan that is looked at. A decision without a plan, such as one on a
-- clock, holds for all plans.
CREATE OR REPLACE VIEW plan.decision_revision AS
FROM facts.decision_revision WHERE coalesce(plan_id = plans.looked_at(), true);

CREATE OR REPLACE VIEW plan.allocation_revision AS
SELECT * EXCLUDE (plan_id) FROM facts.allocation_revision WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.programme_note_revision AS
SELECT * EXCLUDE (plan_id) FROM facts.programme_note_revision WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.project_revision AS
SELECT * EXCLUDE (plan_id) FROM facts.project_revision WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.matter_revision AS
SELECT * EXCLUDE (plan_id) FROM facts.matter_revision WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.matter_unit_revision AS
SELECT * EXCLUDE (plan_id) FROM facts.matter_unit_revision WHERE plan_id = plans.looked_at();

CREATE OR REPLACE VIEW plan.matter_event_revision AS
SELECT * EXCLUDE (plan_id) FROM facts.matter_event_revision WHERE plan_id = plans.looked_at();
