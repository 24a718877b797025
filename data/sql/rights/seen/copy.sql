-- A table of the plan, as it is now and in its order.
CREATE TABLE {seen}.{schema}.{table} AS FROM {base}.{schema}.{table}
