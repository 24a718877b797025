-- A county is in the prefecture of its code; a city of the XPCC is directly under the region.
SELECT area.area_id, area.parent_id
FROM plan.area AS area
LEFT JOIN plan.area AS parent ON parent.area_id = area.parent_id
WHERE (area.level = 'county' AND area.division = 'local'
       AND (parent.level <> 'prefecture' OR left(area.area_id, 4) <> left(area.parent_id, 4)))
   OR (area.level = 'county' AND area.division = 'xpcc' AND area.parent_id <> '650000')
   OR (area.level IN ('prefecture', 'group') AND area.parent_id <> '650000')
   OR (area.level = 'region' AND area.parent_id IS NOT NULL)
