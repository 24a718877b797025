-- What a word of a form means, as users answered: the names that they gave to indicators
-- become answers that hold in every form. Nothing is left behind: withdrawals come along.

CREATE TABLE facts.reading_word_revision (
    revision_id VARCHAR, word VARCHAR, meaning VARCHAR, shape VARCHAR,
    recorded_at TIMESTAMP, recorded_by VARCHAR, is_withdrawn BOOLEAN);

INSERT INTO facts.reading_word_revision BY NAME
SELECT
    revision_id, synonym AS word, 'indicator:' || indicator_id AS meaning, '*' AS shape,
    recorded_at, recorded_by, is_withdrawn
FROM facts.synonym_revision
ORDER BY revision_id;

DROP TABLE facts.synonym_revision;
