-- The values that were sent: the verified and published ones, and those of the areas that are seen.
CREATE VIEW {seen}.{schema}.{table} AS
FROM {base}.{schema}.{table}
WHERE area_id IN (SELECT unnest(getvariable('seen')))
    OR part_id IN (
        SELECT part_id FROM {base}.facts.observation_part
        WHERE state IN ('verified', 'published'))
