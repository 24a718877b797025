-- One row per decision in force.
SELECT decision_id, kind, subject_kind, subject_id, area_id, reading_id, value, comparator, low,
       high, as_of_year, judgement, number_kind, decided_by, decided_on, document_no, note,
       recorded_at, recorded_by
FROM facts.decision ORDER BY seq
