-- One row: how many parts a kept file has, 0 where it is not kept, and its bytes.
SELECT count(*) AS parts, coalesce(sum(octet_length(content)), 0)::BIGINT AS bytes
FROM facts.file_part
WHERE sha256 = $sha256
