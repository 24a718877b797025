-- One row per kind, age and place of animals, year and season that stands.
SELECT area_id, year, season, kind, age, place, head, source, note, seq, recorded_at, recorded_by
FROM facts.herd
ORDER BY area_id, year, season, kind, age, place
