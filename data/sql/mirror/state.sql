SELECT lake_id, snapshot_id, made_at FROM mirror.state ORDER BY rowid DESC LIMIT 1
