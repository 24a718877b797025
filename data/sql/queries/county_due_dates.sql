-- One row per rule of when a period's figures are due; without an indicator it holds for all. A plan
-- without a rule has six months.
SELECT indicator_id, period, months_after FROM plan.due_date WHERE period = 'Y'
UNION ALL
SELECT NULL, 'Y', 6
WHERE NOT EXISTS (FROM plan.due_date WHERE period = 'Y' AND indicator_id IS NULL)
