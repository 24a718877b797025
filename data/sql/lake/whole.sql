-- All rows of a table, in the order in which they came.
FROM lake.facts.{table} ORDER BY rowid
