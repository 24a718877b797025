-- One row per stretch of grassland, year and season that was ever sent, whatever became of it: as it was
-- sent last.
SELECT area_id, year, season, type_id, name, use, area_ha, yield_kg_ha, condition, days, source, note
FROM facts.pasture_revision
QUALIFY row_number() OVER (
    PARTITION BY area_id, year, season, type_id, name, use ORDER BY seq DESC) = 1
