-- One row per role and county that the plan names for it.
SELECT county_role.role_id, county_role.area_id, role.name_zh, role.name_en, role.industry_id
FROM plan.county_role AS county_role
JOIN plan.role AS role USING (role_id)
ORDER BY county_role.role_id, county_role.position;
