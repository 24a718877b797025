-- The newest revision of one decision.
SELECT * EXCLUDE (seq) FROM facts.decision_revision
WHERE decision_id = $decision_id
ORDER BY seq DESC
LIMIT 1
