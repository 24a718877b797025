-- One row: how many rows a table has, and a sum over them that does not depend on their order.
SELECT count(*) AS rows, coalesce(sum(hash(whole)::HUGEINT), 0)::VARCHAR AS sum_of_hashes
FROM {database}.facts.{table} AS whole
