-- One row per rule of when a period's figures are due; without an indicator it holds for all.
SELECT indicator_id, period, months_after FROM plan.due_date WHERE period = 'Y'
