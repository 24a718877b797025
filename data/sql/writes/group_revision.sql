-- Appends the rows of batch; columns it lacks become NULL.
INSERT INTO facts.group_revision BY NAME FROM batch
