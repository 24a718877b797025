-- Appends the rows of batch; columns it lacks become NULL.
INSERT INTO facts.allocation_revision BY NAME FROM batch
