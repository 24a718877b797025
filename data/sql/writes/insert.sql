-- Appends the rows of batch to a table by column name; columns it lacks become NULL.
INSERT INTO {table} BY NAME FROM batch
