-- Takes away the rows that a table of the plan did not have then.
DELETE FROM plan.{table} AS whole
WHERE json_merge_patch('{{}}', to_json(whole))::VARCHAR IN (SELECT content FROM batch)
