-- One row per role and item of the boxes that gives the number of its projects: counties are
-- those that the plan names in the part of the region that the item is about.
SELECT
    item.item_id AS subject_id, item.name_zh, item.name_en, item.comparator, item.low, item.high,
    item.unit, item.clause_id, role.kind, role.name_zh AS role_zh, role.name_en AS role_en,
    coalesce(stated.is_open, false) AS is_open,
    count(area.area_id) AS counties
FROM plan.role_item AS role_item
JOIN plan.role AS role USING (role_id)
JOIN plan.box_item AS item USING (item_id)
JOIN plan.county_role AS county_role USING (role_id)
CROSS JOIN plan.plan AS described
LEFT JOIN plan.area AS area
    ON area.area_id = county_role.area_id
    AND item.scope IN (described.area_id, area.subregion)
LEFT JOIN plan.stated_count AS stated
    ON stated.subject_kind = 'role' AND stated.subject_id = role.role_id
GROUP BY ALL
ORDER BY min(item.rowid)
