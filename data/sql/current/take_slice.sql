-- The keys of one slice, of a table or view named $keys.
CREATE OR REPLACE TEMP TABLE due AS
FROM query_table($keys)
WHERE area_id BETWEEN $first_id AND $last_id AND indicator_id IS NOT NULL
