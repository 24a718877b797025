-- One row per role, in the plan's order: its industry, how many counties the plan states
-- (NULL if its list is open) and how many it names.
SELECT
    role.role_id, role.name_zh, role.name_en, role.clause_id, role.industry_id,
    industry.name_zh AS industry_zh, industry.name_en AS industry_en,
    clause.clause_id AS industry_clause_id, stated."count" AS stated_count, stated.is_open,
    count(county_role.area_id) AS named_count
FROM plan.role AS role
JOIN plan.industry AS industry USING (industry_id)
JOIN plan.clause AS clause ON clause.clause_id = industry.clause_id
LEFT JOIN plan.stated_count AS stated
    ON stated.subject_kind = 'role' AND stated.subject_id = role.role_id
LEFT JOIN plan.county_role AS county_role ON county_role.role_id = role.role_id
GROUP BY ALL
ORDER BY min(role.rowid)
