-- Appends the rows of batch; columns it lacks become NULL.
INSERT INTO facts.rejection BY NAME FROM batch
