-- One row per revision of what a word of a form means, oldest first: the newest of a word and
-- a shape counts.
SELECT word, meaning, shape, recorded_at, recorded_by, is_withdrawn, seq
FROM facts.reading_word_revision
ORDER BY seq
