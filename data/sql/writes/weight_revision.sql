-- Appends the rows of batch; columns it lacks become NULL.
INSERT INTO facts.weight_revision BY NAME FROM batch
