-- One row per county and role, in the plan's order of roles.
SELECT county_role.area_id, county_role.role_id, county_role.position
FROM plan.county_role AS county_role
JOIN plan.role AS role USING (role_id)
ORDER BY role.rowid, county_role.position
