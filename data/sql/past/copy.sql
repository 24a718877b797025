-- A table of the plan, as it is now and in its order.
CREATE TABLE {past}.{schema}.{table} AS FROM {present}.{schema}.{table}
