-- One row per snapshot from a number on, in order: what tells it from one of the same number in a
-- lake that was put back, and what it changed.
SELECT
    snapshot.snapshot_id,
    coalesce(changes.commit_message, epoch_us(snapshot.snapshot_time)::VARCHAR) AS mark,
    coalesce(changes.changes_made, '') AS changes
FROM __ducklake_metadata_lake.ducklake_snapshot AS snapshot
LEFT JOIN __ducklake_metadata_lake.ducklake_snapshot_changes AS changes
    ON changes.snapshot_id = snapshot.snapshot_id AND changes.snapshot_id >= $first
WHERE snapshot.snapshot_id BETWEEN $first AND $last
ORDER BY snapshot.snapshot_id
