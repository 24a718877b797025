-- Weights that users sent: those of other areas are missing, and their rows stay, so that a mean
-- tells that it lacks them and is not taken without weights.
CREATE VIEW {seen}.{schema}.{table} AS
SELECT * REPLACE (
    CASE WHEN area_id IN (SELECT unnest(getvariable('seen'))) THEN weight END AS weight)
FROM {base}.{schema}.{table}
