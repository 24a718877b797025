-- Adds the rows of one table of the plan, without their missing values.
INSERT INTO plan_row
SELECT $table_name, json_merge_patch('{}', to_json(whole))::VARCHAR, $is_added
FROM query_table('plan.' || $table_name) AS whole
