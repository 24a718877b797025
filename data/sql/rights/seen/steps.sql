-- The steps of values: releases, and those of the areas that are seen.
CREATE VIEW {seen}.{schema}.{table} AS
FROM {base}.{schema}.{table}
WHERE step = 'released' OR area_id IN (SELECT unnest(getvariable('seen')))
