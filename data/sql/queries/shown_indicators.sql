-- One row per place and indicator that it begins with, in the plan's order.
SELECT place, indicator_id FROM plan.shown_indicator ORDER BY rowid
