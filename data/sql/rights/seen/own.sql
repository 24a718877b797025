-- A table whose rows are seen where they are of an area that is seen.
CREATE VIEW {seen}.{schema}.{table} AS
FROM {base}.{schema}.{table}
WHERE area_id IN (SELECT unnest(getvariable('seen')))
