-- One row per factor set that stands: its version and its last change.
SELECT set_id, name, source, is_example, version, seq, recorded_at, recorded_by
FROM facts.factor_set
ORDER BY is_example, seq DESC
