-- The samples that drew values of the areas that are seen, and those of the own areas. From how many
-- values of other areas a sample was drawn, and the hash of these, which could be guessed and proved
-- by it, are seen by who sees all that it was drawn from.
CREATE VIEW {seen}.{schema}.{table} AS
SELECT * REPLACE (
    CASE WHEN area_id IN (SELECT unnest(getvariable('own'))) THEN frame_size END AS frame_size,
    CASE WHEN area_id IN (SELECT unnest(getvariable('own')))
        THEN frame_sha256 END AS frame_sha256)
FROM {base}.{schema}.{table}
WHERE area_id IN (SELECT unnest(getvariable('own')))
    OR sample_id IN (
        SELECT sample_id FROM {base}.facts.sample_check_revision
        WHERE area_id IN (SELECT unnest(getvariable('seen'))))
