-- One row per item, reading and county that the item binds under it. A group whose members
-- are unknown gives one row without a county.
SELECT DISTINCT scope.item_id, scope.reading_id, role.area_id, NULL AS unknown_group_id
FROM plan.box_item_scope AS scope
JOIN plan.county_role AS role USING (role_id)
UNION
SELECT scope.item_id, scope.reading_id, member.area_id,
       CASE WHEN member.area_id IS NULL THEN scope.group_id END
FROM plan.box_item_scope AS scope
LEFT JOIN facts.group_member AS member
    ON member.group_id = scope.group_id
    AND coalesce(member.from_year, 0) <= $year
    AND coalesce(member.to_year, 9999) >= $year
WHERE scope.group_id IS NOT NULL
ORDER BY ALL
