-- One row per word that the plan has for what is shown on the pages.
SELECT word, name_zh, name_en FROM plan.plan_word ORDER BY rowid
