-- One row per county that the plan names; is_facility_only: it has no role but core breeding and
-- slaughter; is_member: it is one of the pastoral and semi-pastoral counties of a year.
SELECT
    county_role.area_id, area.name_zh, area.name_en,
    bool_and(role.kind IN ('core_breeding', 'slaughter')) AS is_facility_only,
    county_role.area_id IN (
        SELECT area_id FROM facts.group_member
        WHERE group_id = 'plan_counties' AND coalesce(from_year, 0) <= $year
          AND coalesce(to_year, 9999) >= $year) AS is_member
FROM plan.county_role AS county_role
JOIN plan.role AS role USING (role_id)
JOIN plan.area AS area USING (area_id)
GROUP BY ALL
ORDER BY county_role.area_id
