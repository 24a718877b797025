-- One row per matter: its newest revision, unless withdrawn; the first recorded comes first.
SELECT matter_id, kind, title, authority, document_no, area_id, subject_kind, subject_id,
       clock_id, due_on, limit_count, limit_unit, reason, note, revision_id, seq,
       recorded_at, recorded_by, first_at
FROM (
    SELECT *, min(recorded_at) OVER (PARTITION BY matter_id) AS first_at,
           min(seq) OVER (PARTITION BY matter_id) AS first_seq
    FROM plan.matter_revision)
QUALIFY row_number() OVER (PARTITION BY matter_id ORDER BY seq DESC) = 1 AND NOT is_withdrawn
ORDER BY first_seq
