-- One row per factor that stands.
SELECT set_id, factor, subject, season, age, value, note, seq, recorded_at, recorded_by
FROM facts.factor
ORDER BY set_id, factor, subject, season, age
