-- One row when schema and name are those of a table: its first column, whether its rows are
-- numbered, and whether they belong to a plan.
SELECT
    arg_min(column_name, ordinal_position) AS key, bool_or(column_name = 'seq') AS is_numbered,
    bool_or(column_name = 'plan_id') AS is_of_plan
FROM information_schema.columns
WHERE table_catalog = current_database() AND table_schema || '.' || table_name = $table
HAVING count(*) > 0
