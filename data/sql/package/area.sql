-- One row per area of the plan, and per group that a user ever defined: its newest record.
SELECT area_id, name_zh, name_en, level, parent_id, subregion, division, from_year, to_year,
       has_boundary, 'plan' AS origin, false AS is_withdrawn
FROM plan.area
UNION ALL
SELECT group_id, name_zh, name_en, 'group', '650000', NULL, NULL, NULL, NULL, false, 'user',
       is_withdrawn
FROM facts.group_revision
WHERE group_id NOT IN (SELECT area_id FROM plan.area)
QUALIFY row_number() OVER (PARTITION BY group_id ORDER BY seq DESC) = 1
