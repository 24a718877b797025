-- Every pasture, forage source, herd and factor names an area, a grassland type, a set and words that
-- exist, and no amount is negative.
SELECT 'pasture' AS what, revision_id, area_id AS named FROM facts.pasture_revision
WHERE area_id NOT IN (SELECT area_id FROM plan.area)
   OR type_id NOT IN (SELECT type_id FROM plan.grassland_type)
   OR season NOT IN ('year', 'spring', 'summer', 'autumn', 'winter', 'spring_autumn', 'warm', 'cold')
   OR use NOT IN ('grazed', 'banned') OR condition NOT IN ('dry', 'fresh')
   OR area_ha < 0 OR yield_kg_ha < 0 OR days NOT BETWEEN 1 AND 366
UNION ALL SELECT 'forage_source', revision_id, area_id FROM facts.forage_source_revision
WHERE area_id NOT IN (SELECT area_id FROM plan.area) OR amount_t < 0
   OR condition NOT IN ('dry', 'fresh')
UNION ALL SELECT 'herd', revision_id, area_id FROM facts.herd_revision
WHERE area_id NOT IN (SELECT area_id FROM plan.area) OR head < 0
   OR place NOT IN ('grazing', 'stall_fed')
UNION ALL SELECT 'factor', revision_id, set_id FROM facts.factor_revision
WHERE set_id NOT IN (SELECT set_id FROM facts.factor_set_revision) OR value <= 0
   OR factor NOT IN ('edible_share', 'hay_factor', 'use_rate', 'dry_share', 'forage_use', 'sheep_unit')
