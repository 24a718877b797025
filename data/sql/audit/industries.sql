-- One row: how many industries section 3 states, and how many it describes.
SELECT
    stated.subject_id, stated."count" AS stated, stated.clause_id,
    (SELECT count(*) FROM plan.industry) AS found
FROM plan.stated_count AS stated
WHERE stated.subject_kind = 'list' AND stated.subject_id = 'industries'
