-- Takes the rows of the plans' tables as of the newest release of all processes. A table without
-- rows stands there once, without content.
INSERT INTO plan_row
SELECT table_name, content, false
FROM batch
WHERE content IS NOT NULL
