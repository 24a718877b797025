-- Appends the rows of batch; columns it lacks become NULL.
INSERT INTO facts.programme_note_revision BY NAME FROM batch
