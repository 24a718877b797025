-- One row per group: the plan's first, then the users' by name.
SELECT
    area.area_id AS group_id, area.name_zh, area.name_en, area.origin,
    stated."count" AS stated_count, clause.path AS clause_path,
    count(member.area_id) AS member_count,
    coalesce(bool_or(member.origin = 'plan'), false) AS is_fixed
FROM facts.area AS area
LEFT JOIN plan.stated_count AS stated
    ON stated.subject_kind = 'group' AND stated.subject_id = area.area_id
LEFT JOIN plan.clause AS clause ON clause.clause_id = stated.clause_id
LEFT JOIN facts.group_member AS member ON member.group_id = area.area_id
WHERE area.level = 'group'
GROUP BY ALL
ORDER BY area.origin, area.name_zh
