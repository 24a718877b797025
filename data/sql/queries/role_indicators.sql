-- One row per role and indicator by which it is judged.
SELECT role_id, indicator_id FROM plan.role_indicator ORDER BY rowid
