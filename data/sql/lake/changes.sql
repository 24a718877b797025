-- The rows that a table got from one snapshot to another, in the order in which they came.
SELECT * EXCLUDE (snapshot_id, rowid, change_type)
FROM ducklake_table_changes('lake', 'facts', $table, $first, $last)
ORDER BY snapshot_id, rowid
