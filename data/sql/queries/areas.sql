-- One row per area, including groups.
SELECT area_id, name_zh, name_en, level, parent_id, subregion, division, from_year, to_year,
       has_boundary
FROM facts.area ORDER BY area_id
