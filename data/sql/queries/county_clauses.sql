-- One row per clause of the plan: id, path as the plan counts it, short titles of ours.
SELECT clause_id, path, title_zh, title_en FROM plan.clause
