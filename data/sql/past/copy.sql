-- A table of the plan that a release has changed since, as it is now.
CREATE TABLE {past}.{schema}.{table} AS FROM {present}.{schema}.{table}
