-- A table whose rows have a state: the verified ones, and those of the areas that are seen.
CREATE VIEW {seen}.{schema}.{table} AS
FROM {base}.{schema}.{table}
WHERE state = 'verified' OR area_id IN (SELECT unnest(getvariable('seen')))
