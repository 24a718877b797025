-- A table whose rows belong to an upload, or do not depend on the day.
CREATE VIEW {past}.{schema}.{table} AS FROM {present}.{schema}.{table}
