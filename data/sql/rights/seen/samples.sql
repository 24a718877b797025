-- The samples. The hash is of few values, which could be guessed and proved by it: it is seen by who
-- sees the values of all counties of the sample.
CREATE VIEW {seen}.{schema}.{table} AS
SELECT * REPLACE (
    CASE WHEN sample_id NOT IN (
        SELECT sample_id FROM {base}.facts.sample_check_revision
        WHERE area_id NOT IN (SELECT unnest(getvariable('seen')))) THEN frame_sha256
    END AS frame_sha256)
FROM {base}.{schema}.{table}
