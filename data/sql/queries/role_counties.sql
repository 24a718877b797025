-- One row per county that Box 1 names for a role.
SELECT role_id, area_id, position FROM plan.county_role ORDER BY role_id, position
