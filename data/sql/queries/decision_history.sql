-- One row per decision, including withdrawn ones, newest first; a parameter that is NULL
-- selects everything.
WITH first_revision AS (
    SELECT *
    FROM plan.decision_revision
    QUALIFY row_number() OVER (PARTITION BY decision_id ORDER BY seq) = 1
),
newest_revision AS (
    SELECT decision_id, is_withdrawn, recorded_at, recorded_by, note
    FROM plan.decision_revision
    QUALIFY row_number() OVER (PARTITION BY decision_id ORDER BY seq DESC) = 1
)
SELECT
    decision.decision_id, decision.kind, decision.subject_kind, decision.subject_id,
    decision.area_id, decision.reading_id, decision.value, decision.comparator, decision.low,
    decision.high, decision.as_of_year, decision.judgement, decision.number_kind,
    decision.decided_by, decision.decided_on, decision.document_no, decision.note,
    decision.recorded_at, decision.recorded_by, newest.is_withdrawn,
    CASE WHEN newest.is_withdrawn THEN newest.recorded_at END AS withdrawn_at,
    CASE WHEN newest.is_withdrawn THEN newest.recorded_by END AS withdrawn_by,
    CASE WHEN newest.is_withdrawn THEN newest.note END AS withdrawal_note
FROM first_revision AS decision
JOIN newest_revision AS newest USING (decision_id)
WHERE coalesce(decision.subject_id = $subject_id, $subject_id IS NULL)
  AND coalesce(decision.area_id = $area_id, $area_id IS NULL)
ORDER BY decision.seq DESC
