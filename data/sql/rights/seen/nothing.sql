-- A table of which nothing is seen.
CREATE VIEW {seen}.{schema}.{table} AS FROM {base}.{schema}.{table} WHERE false
