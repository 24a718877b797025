-- The parts of a kept file are numbered from 0 without a gap, and none stands twice.
SELECT sha256, count(*) AS parts, max(part_no) AS last
FROM facts.file_part
GROUP BY sha256
HAVING count(*) <> max(part_no) + 1 OR count(DISTINCT part_no) <> count(*) OR min(part_no) <> 0
