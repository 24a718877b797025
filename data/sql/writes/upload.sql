-- Appends the rows of batch; columns it lacks become NULL.
INSERT INTO facts.upload BY NAME FROM batch
