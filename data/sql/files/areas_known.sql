-- One row: whether it is known which areas a file speaks of.
SELECT count(*) > 0 AS is_known
FROM facts.file_area
WHERE sha256 = $sha256
