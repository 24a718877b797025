-- The newest revision of one decision.
SELECT * EXCLUDE (seq) FROM plan.decision_revision
WHERE decision_id = $decision_id
ORDER BY seq DESC
LIMIT 1
