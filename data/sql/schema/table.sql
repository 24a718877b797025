-- What is asked of a table that exists: its first column, whether its rows are numbered, and whether
-- they belong to a plan.
SELECT
    arg_min(name, cid) AS key, bool_or(name = 'seq') AS is_numbered,
    bool_or(name = 'plan_id') AS is_of_plan
FROM pragma_table_info($table)
