-- One row per reading of one subject.
SELECT reading_id, kind, is_default
FROM plan.reading
WHERE subject_kind = $subject_kind AND subject_id = $subject_id
ORDER BY rowid
