-- Each target has a primary measure and a default reading.
SELECT target.target_id, count(measure.indicator_id) FILTER (WHERE measure.is_primary) AS found
FROM plan.target AS target LEFT JOIN plan.target_measure AS measure USING (target_id)
GROUP BY target.target_id
HAVING count(measure.indicator_id) FILTER (WHERE measure.is_primary) = 0
UNION ALL
SELECT target.target_id, count(*) FILTER (WHERE reading.is_default)
FROM plan.target AS target
LEFT JOIN plan.reading AS reading
    ON reading.subject_kind = 'target' AND reading.subject_id = target.target_id
GROUP BY target.target_id
HAVING count(*) FILTER (WHERE reading.is_default) <> 1
