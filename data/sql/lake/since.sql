-- One row per snapshot from a number on, in order: when it was made, and what it changed.
SELECT
    snapshot.snapshot_id, epoch_us(snapshot.snapshot_time) AS made_at,
    coalesce(changes.changes_made, '') AS changes
FROM __ducklake_metadata_lake.ducklake_snapshot AS snapshot
LEFT JOIN __ducklake_metadata_lake.ducklake_snapshot_changes AS changes
    ON changes.snapshot_id = snapshot.snapshot_id AND changes.snapshot_id >= $first
WHERE snapshot.snapshot_id BETWEEN $first AND $last
ORDER BY snapshot.snapshot_id
