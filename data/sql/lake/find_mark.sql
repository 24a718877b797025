-- One row per snapshot of that name.
SELECT snapshot_id
FROM __ducklake_metadata_lake.ducklake_snapshot_changes
WHERE snapshot_id > $held AND commit_message = $mark
