-- One row per group whose number of counties the plan states.
SELECT subject_id AS group_id, "count"
FROM plan.stated_count
WHERE subject_kind = 'group' AND "count" IS NOT NULL
ORDER BY subject_id
