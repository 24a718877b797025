-- The rows of the plans' tables as they were built; each table stands there once more, without
-- content, so that one without rows is known too.
SELECT table_name, content FROM plan_row WHERE is_added
UNION ALL
SELECT unnest($tables::VARCHAR[]), NULL
