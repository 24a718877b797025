-- One row per group and member.
SELECT group_id, area_id, from_year, to_year, origin
FROM facts.group_member
ORDER BY group_id, area_id
