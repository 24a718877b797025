-- One row per stretch of grassland, year and season that stands.
SELECT
    area_id, year, season, type_id, name, use, area_ha, yield_kg_ha, condition, days, source, note,
    seq, recorded_at, recorded_by
FROM facts.pasture
ORDER BY area_id, year, season, type_id, name, use
