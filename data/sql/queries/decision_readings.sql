-- One row per reading of one subject.
SELECT reading_id, kind, is_default
FROM (
    SELECT reading_id, subject_kind, subject_id, kind, is_default, rowid AS place
    FROM plan.reading
    UNION ALL
    SELECT reading_id, 'clock', clock_id, day_kind, is_default, rowid
    FROM plan.clock_reading)
WHERE subject_kind = $subject_kind AND subject_id = $subject_id
ORDER BY place
