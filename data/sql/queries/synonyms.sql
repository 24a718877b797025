-- One row per revision of a name that users gave to an indicator, newest first: who recorded
-- or withdrew it, and whether it is the one that holds.
SELECT word AS synonym, replace(meaning, 'indicator:', '') AS indicator_id,
       recorded_at, recorded_by, is_withdrawn,
       NOT is_withdrawn
       AND row_number() OVER (PARTITION BY word ORDER BY revision_id DESC) = 1 AS is_in_force
FROM facts.reading_word_revision
WHERE shape = '*' AND starts_with(meaning, 'indicator:')
ORDER BY revision_id DESC
