-- One row: the bytes of a kept file, 0 where it is not kept.
SELECT coalesce(sum(octet_length(content)), 0)::BIGINT AS bytes
FROM facts.file_part
WHERE sha256 = $sha256
