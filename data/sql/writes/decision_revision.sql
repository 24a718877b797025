-- Appends the rows of batch; columns it lacks become NULL.
INSERT INTO facts.decision_revision BY NAME FROM batch
