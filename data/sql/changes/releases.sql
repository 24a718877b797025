-- One row per release of the program after a number of facts.plan_change that changed what figures
-- follow from: when.
SELECT DISTINCT recorded_at
FROM facts.plan_change
WHERE seq > $plan_seq
    AND table_name IN ('published', 'formula', 'series_break', 'indicator')
ORDER BY recorded_at
