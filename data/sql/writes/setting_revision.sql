-- Appends the rows of batch; columns it lacks become NULL.
INSERT INTO facts.setting_revision BY NAME FROM batch
