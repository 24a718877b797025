-- One row: the snapshot that this transaction sees.
SELECT id FROM lake.current_snapshot()
