SELECT lake_id, snapshot_id, mark FROM mirror.state ORDER BY rowid DESC LIMIT 1
