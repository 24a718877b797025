-- Takes away the rows that a table of the plans did not have then (content as in release/take).
DELETE FROM {schema}.{table} AS whole
WHERE json_merge_patch('{{}}', json_merge_patch(
    to_json(whole),
    CASE WHEN to_json(whole) ->> 'plan_id' = $plan THEN '{{"plan_id":null}}' ELSE '{{}}' END))::VARCHAR
    IN (SELECT content FROM batch)
