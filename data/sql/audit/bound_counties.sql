-- One row per item of the boxes that binds counties, and reading of whom it binds: counties are
-- the counties bound, or as many as the plan states of a group whose members nobody named.
WITH bound AS (
    SELECT scope.item_id, scope.reading_id, role.area_id, NULL AS unknown_count
    FROM plan.box_item_scope AS scope
    JOIN plan.county_role AS role USING (role_id)
    UNION
    SELECT
        scope.item_id, scope.reading_id, member.area_id,
        CASE WHEN member.area_id IS NULL THEN stated."count" END
    FROM plan.box_item_scope AS scope
    LEFT JOIN facts.group_member AS member
        ON member.group_id = scope.group_id
        AND coalesce(member.from_year, 0) <= $year
        AND coalesce(member.to_year, 9999) >= $year
    LEFT JOIN plan.stated_count AS stated
        ON stated.subject_kind = 'group' AND stated.subject_id = scope.group_id
    WHERE scope.group_id IS NOT NULL
)
SELECT
    item.item_id AS subject_id, item.name_zh, item.name_en, item.kind, item.comparator, item.low,
    item.high, item.unit, item.clause_id, reading.reading_id, reading.is_default,
    reading.name_zh AS reading_zh, reading.name_en AS reading_en,
    coalesce(max(bound.unknown_count), count(DISTINCT bound.area_id)) AS counties
FROM plan.box_item AS item
JOIN bound USING (item_id)
JOIN plan.reading AS reading
    ON reading.reading_id = bound.reading_id AND reading.subject_kind = 'box_item'
GROUP BY ALL
ORDER BY min(item.rowid), min(reading.rowid)
