-- Appends the rows of batch; columns it lacks become NULL.
INSERT INTO facts.schema_version BY NAME FROM batch
