-- The name that the plan prints is an alias of the county that it stands for, and of no other.
SELECT county_role.role_id, county_role.name_in_plan, county_role.area_id,
       string_agg(DISTINCT alias.area_id, ', ') AS resolved
FROM plan.county_role AS county_role
LEFT JOIN plan.area_alias AS alias
    ON alias.alias = county_role.name_in_plan AND coalesce(alias.to_year, 9999) >= 2023
GROUP BY ALL
HAVING resolved IS DISTINCT FROM county_role.area_id
