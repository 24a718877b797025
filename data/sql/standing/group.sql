-- One row per member of a group as users sent it, one without a member where they sent none.
-- seq is the sum of both numbers: each only grows, so the sum changes whenever one does.
WITH revision AS (
    SELECT seq, recorded_by, recorded_at FROM facts.group_member_revision
    WHERE group_id = $group_id
    UNION ALL
    SELECT seq, recorded_by, recorded_at FROM facts.group_revision
    WHERE group_id = $group_id
),
member AS (
    SELECT area_id, from_year, to_year, is_withdrawn
    FROM facts.group_member_revision
    WHERE group_id = $group_id
    QUALIFY row_number() OVER (PARTITION BY area_id ORDER BY seq DESC) = 1
),
number AS (
    SELECT
        coalesce((SELECT max(seq) FROM facts.group_member_revision WHERE group_id = $group_id), 0)
        + coalesce((SELECT max(seq) FROM facts.group_revision WHERE group_id = $group_id), 0)
            AS seq
),
changed AS (
    SELECT recorded_by, recorded_at FROM revision ORDER BY recorded_at DESC LIMIT 1
)
SELECT
    number.seq, changed.recorded_by, changed.recorded_at,
    coalesce(member.is_withdrawn, true) AS is_withdrawn,
    member.area_id, member.from_year, member.to_year
FROM number
CROSS JOIN changed
LEFT JOIN member ON true
ORDER BY member.area_id
