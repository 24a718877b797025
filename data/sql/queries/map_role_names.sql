-- One row per role, in the plan's order; is_open if the plan's list ends in "and others"; with the
-- first and last year of the plan.
SELECT role.role_id, role.name_zh, role.name_en, role.industry_id,
       coalesce(stated_count.is_open, false) AS is_open, stated.first_year, stated.last_year
FROM plan.role AS role
CROSS JOIN plan.plan AS stated
LEFT JOIN plan.stated_count AS stated_count
    ON stated_count.subject_kind = 'role' AND stated_count.subject_id = role.role_id
ORDER BY role.rowid;
