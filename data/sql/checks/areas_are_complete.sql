-- The areas are one region, 14 prefectures and 112 counties; 13 counties are XPCC cities.
WITH expected AS (
    SELECT * FROM (VALUES ('region', 1), ('prefecture', 14), ('county', 112)) AS t (level, expected)
),
found AS (SELECT level, count(*) AS found FROM plan.area GROUP BY level)
SELECT expected.level, expected.expected, coalesce(found.found, 0) AS found
FROM expected LEFT JOIN found USING (level)
WHERE expected.expected <> coalesce(found.found, 0)
UNION ALL
SELECT 'xpcc', 13, count(*) FROM plan.area WHERE level = 'county' AND division = 'xpcc'
HAVING count(*) <> 13
