-- What the values of an upload share: seen with any value of it that is (values.sql).
CREATE VIEW {seen}.{schema}.{table} AS
FROM {base}.{schema}.{table}
WHERE part_id IN (
        SELECT part_id FROM {base}.facts.observation_row
        WHERE area_id IN (SELECT unnest(getvariable('seen'))))
    OR state IN ('verified', 'published') AND (
        upload_id IS NULL
        OR upload_id IN (SELECT upload_id FROM {base}.facts.upload_state WHERE root_is_live))
