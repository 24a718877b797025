-- The rows that this transaction added to a table: a table is only appended to.
FROM facts.{table} WHERE rowid >= $before
