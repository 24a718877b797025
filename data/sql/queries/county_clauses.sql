-- One row per clause of the plan: id, path numbered as in the plan, our short titles.
SELECT clause_id, path, title_zh, title_en FROM plan.clause
