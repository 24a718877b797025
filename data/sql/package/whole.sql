-- One row per row of a table, in its order; a table may be seen in part (`data.rights.seen`).
FROM {schema}.{table}
