-- One row per indicator.
SELECT * FROM plan.indicator ORDER BY rowid
