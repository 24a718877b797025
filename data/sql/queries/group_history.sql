-- One row per change of a group's members by a user, newest first.
SELECT recorded_at, recorded_by,
       count(*) FILTER (WHERE NOT is_withdrawn) AS added,
       count(*) FILTER (WHERE is_withdrawn) AS removed
FROM facts.group_member_revision
WHERE group_id = $group_id
GROUP BY recorded_at, recorded_by
ORDER BY max(seq) DESC
