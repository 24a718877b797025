-- There are 140 pairs in 16 roles over 40 counties, numbered without gaps; the counties exist
-- and are exactly the members of group box1_counties.
SELECT 'pairs' AS what, count(*)::VARCHAR AS found FROM plan.county_role HAVING count(*) <> 140
UNION ALL
SELECT 'roles', count(DISTINCT role_id)::VARCHAR FROM plan.county_role HAVING count(DISTINCT role_id) <> 16
UNION ALL
SELECT 'counties', count(DISTINCT area_id)::VARCHAR FROM plan.county_role HAVING count(DISTINCT area_id) <> 40
UNION ALL
SELECT 'position ' || role_id, max(position)::VARCHAR FROM plan.county_role
GROUP BY role_id HAVING max(position) <> count(*) OR min(position) <> 1
UNION ALL
SELECT 'not current ' || county_role.area_id, area.to_year::VARCHAR
FROM plan.county_role AS county_role LEFT JOIN plan.area AS area USING (area_id)
WHERE area.level IS DISTINCT FROM 'county' OR area.to_year IS NOT NULL
UNION ALL
(SELECT 'not in box1_counties', area_id FROM plan.county_role
 EXCEPT SELECT 'not in box1_counties', area_id FROM plan.group_member WHERE group_id = 'box1_counties')
UNION ALL
(SELECT 'only in box1_counties', area_id FROM plan.group_member WHERE group_id = 'box1_counties'
 EXCEPT SELECT 'only in box1_counties', area_id FROM plan.county_role)
