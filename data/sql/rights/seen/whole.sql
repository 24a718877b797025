-- A table that everybody sees.
CREATE VIEW {seen}.{schema}.{table} AS FROM {base}.{schema}.{table}
