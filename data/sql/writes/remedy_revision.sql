-- Appends the rows of batch; columns it lacks become NULL.
INSERT INTO facts.remedy_revision BY NAME FROM batch
