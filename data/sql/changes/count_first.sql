-- The rows of changes/count where nothing stood before: each figure that is in force is new. A comparison
-- with nothing would read all columns of all figures.
SELECT
    CASE WHEN is_computed THEN 'computed' WHEN value IS NULL THEN 'withdrawn' ELSE 'new' END AS kind,
    count(*) AS figures
FROM facts.figure
GROUP BY kind
ORDER BY kind
