-- One row per decision recorded or withdrawn after a number, newest first.
SELECT
    decision_id, kind, subject_kind, subject_id, area_id, reading_id, value, as_of_year,
    judgement, decided_by, decided_on, document_no, is_withdrawn, recorded_by, recorded_at
FROM plan.decision_revision
WHERE seq > $seq
ORDER BY seq DESC
