-- One row per member of a group as a user last sent it.
SELECT area_id, from_year, to_year
FROM facts.group_member_revision
WHERE group_id = $group_id
QUALIFY row_number() OVER (PARTITION BY area_id ORDER BY seq DESC) = 1
    AND NOT is_withdrawn
ORDER BY area_id
