-- One row per group whose number of counties the plan states: found are its members in a year,
-- NULL while nobody named any.
WITH counted AS (
    SELECT group_id, count(DISTINCT area_id) AS found
    FROM facts.group_member
    WHERE coalesce(from_year, 0) <= $year AND coalesce(to_year, 9999) >= $year
    GROUP BY group_id
)
SELECT
    stated.subject_id, area.name_zh, area.name_en, stated."count" AS stated, stated.clause_id,
    counted.found
FROM plan.stated_count AS stated
JOIN plan.area AS area ON area.area_id = stated.subject_id
LEFT JOIN counted ON counted.group_id = stated.subject_id
WHERE stated.subject_kind = 'group'
ORDER BY stated.rowid
