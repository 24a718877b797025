-- One row per county that the plan names for a role.
SELECT role_id, area_id, position FROM plan.county_role ORDER BY role_id, position
