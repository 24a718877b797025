-- One row when schema and name are those of a table.
SELECT table_name
FROM information_schema.tables
WHERE table_schema || '.' || table_name = $table
