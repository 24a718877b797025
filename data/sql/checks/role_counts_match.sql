-- If section 3 states how many counties have a role, Box 1 lists as many.
SELECT stated.subject_id AS role_id, stated."count" AS stated, count(county_role.area_id) AS listed
FROM plan.stated_count AS stated
LEFT JOIN plan.county_role AS county_role ON county_role.role_id = stated.subject_id
WHERE stated.subject_kind = 'role' AND NOT stated.is_open
GROUP BY ALL
HAVING count(county_role.area_id) <> stated."count"
