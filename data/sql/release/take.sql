-- Adds the rows of one table of the plans, without their missing values, and without the plan where
-- it is the default one: it was the only one when rows were first recorded.
INSERT INTO plan_row
SELECT
    $table_name,
    json_merge_patch('{}', json_merge_patch(
        to_json(whole),
        CASE WHEN to_json(whole) ->> 'plan_id' = $plan THEN '{"plan_id":null}' ELSE '{}' END))::VARCHAR,
    $is_added
FROM query_table($table_path) AS whole
