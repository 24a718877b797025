-- How many yearly figures of any area there are: one row per indicator that has one (year is NULL), and
-- one row per year that has one (indicator_id is NULL). Both are asked for at once, since each look
-- at all figures takes as long as the other.
SELECT indicator_id, year, count(*) AS figures
FROM facts.figure
WHERE period = 'Y'
GROUP BY GROUPING SETS ((indicator_id), (year))
