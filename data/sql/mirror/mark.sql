INSERT INTO mirror.state VALUES ($lake_id, $snapshot_id, $mark)
