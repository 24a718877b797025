-- One row per change of a group's members or name after the given numbers, newest first. is_new is
-- true where the group was defined by it.
WITH change AS (
    SELECT
        group_id, recorded_at, recorded_by, false AS is_removed, false AS is_new,
        count(*) FILTER (WHERE NOT is_withdrawn) AS added,
        count(*) FILTER (WHERE is_withdrawn) AS removed
    FROM facts.group_member_revision
    WHERE seq > $member_seq
    GROUP BY ALL
    UNION ALL BY NAME
    SELECT
        group_id, recorded_at, recorded_by, is_withdrawn AS is_removed,
        row_number() OVER (PARTITION BY group_id ORDER BY seq) = 1 AS is_new, 0 AS added,
        0 AS removed
    FROM facts.group_revision
    QUALIFY seq > $group_seq
),
named AS (
    SELECT group_id, name_zh, name_en
    FROM facts.group_revision
    QUALIFY row_number() OVER (PARTITION BY group_id ORDER BY seq DESC) = 1
)
SELECT
    change.group_id, coalesce(area.name_zh, named.name_zh) AS name_zh,
    coalesce(area.name_en, named.name_en) AS name_en, max(change.recorded_at) AS recorded_at,
    any_value(change.recorded_by) AS recorded_by, sum(added)::INTEGER AS added,
    sum(removed)::INTEGER AS removed, bool_or(is_removed) AS is_removed, bool_or(is_new) AS is_new
FROM change
LEFT JOIN plan.area AS area ON area.area_id = change.group_id
LEFT JOIN named USING (group_id)
GROUP BY change.group_id, area.name_zh, area.name_en, named.name_zh, named.name_en,
    change.recorded_at
ORDER BY recorded_at DESC, group_id
