SELECT count(*) AS rows FROM query_table('facts.' || $table)
