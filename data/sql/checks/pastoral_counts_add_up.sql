-- 22 pastoral and 15 semi-pastoral counties add up to 37.
SELECT sum("count") FILTER (WHERE subject_id <> 'plan_counties') AS parts,
       max("count") FILTER (WHERE subject_id = 'plan_counties') AS whole
FROM plan.stated_count
WHERE subject_kind = 'group'
HAVING parts IS DISTINCT FROM whole
