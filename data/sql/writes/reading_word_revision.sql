-- Appends the rows of batch; columns it lacks become NULL.
INSERT INTO facts.reading_word_revision BY NAME FROM batch
