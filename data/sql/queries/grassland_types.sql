-- One row per grassland type, in the plan's order.
SELECT type_id, name_zh, name_en, spellings FROM plan.grassland_type
