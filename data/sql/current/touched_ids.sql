-- One row per area and per indicator of the touched keys: the column that names it, and its id.
SELECT DISTINCT 'area_id' AS name, area_id AS id FROM touched
UNION ALL
SELECT DISTINCT 'indicator_id', indicator_id FROM touched
