-- One row per role of whose counties the plan says how many there are (NULL if its list is open),
-- and those that it names.
SELECT
    role.role_id AS subject_id, role.name_zh, role.name_en, stated."count" AS stated,
    stated.is_open,
    coalesce(stated.clause_id, role.clause_id) AS clause_id,
    count(county_role.area_id) AS found
FROM plan.role AS role
JOIN plan.stated_count AS stated
    ON stated.subject_kind = 'role' AND stated.subject_id = role.role_id
LEFT JOIN plan.county_role AS county_role ON county_role.role_id = role.role_id
GROUP BY ALL
ORDER BY min(role.rowid)
