-- The counties of a role exist and are numbered without gaps; where a box item binds the group
-- box1_counties, they are exactly its members.
SELECT 'position ' || role_id AS what, max(position)::VARCHAR AS found FROM plan.county_role
GROUP BY role_id HAVING max(position) <> count(*) OR min(position) <> 1
UNION ALL
SELECT 'not current ' || county_role.area_id, area.to_year::VARCHAR
FROM plan.county_role AS county_role LEFT JOIN plan.area AS area USING (area_id)
WHERE area.level IS DISTINCT FROM 'county' OR area.to_year IS NOT NULL
UNION ALL
(SELECT 'not in box1_counties', area_id FROM plan.county_role
 WHERE EXISTS (FROM plan.box_item_scope WHERE group_id = 'box1_counties')
 EXCEPT SELECT 'not in box1_counties', area_id FROM plan.group_member WHERE group_id = 'box1_counties')
UNION ALL
(SELECT 'only in box1_counties', area_id FROM plan.group_member WHERE group_id = 'box1_counties'
 AND EXISTS (FROM plan.box_item_scope WHERE group_id = 'box1_counties')
 EXCEPT SELECT 'only in box1_counties', area_id FROM plan.county_role)
