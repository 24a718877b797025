-- One row per source of other forage, year and season that stands.
SELECT area_id, year, season, kind, name, amount_t, condition, source, note, seq, recorded_at,
       recorded_by
FROM facts.forage_source
ORDER BY area_id, year, season, kind, name
