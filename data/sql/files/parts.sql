-- One row per part of a kept file, in order.
SELECT content
FROM facts.file_part
WHERE sha256 = $sha256
ORDER BY part_no
