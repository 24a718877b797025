-- Adds generated areas.
INSERT INTO plan.area BY NAME
SELECT id AS area_id, 'G' || id AS name_zh, 'G' || id AS name_en, 'county' AS level,
       '650000' AS parent_id, false AS has_boundary
FROM batch
