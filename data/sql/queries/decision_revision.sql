-- The newest revision of one decision.
SELECT * FROM facts.decision_revision
WHERE decision_id = $decision_id
ORDER BY revision_id DESC
LIMIT 1
