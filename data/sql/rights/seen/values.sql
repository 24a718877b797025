-- The values that were sent: those of the areas that are seen, and the verified and published ones,
-- unless the upload that vouches for them was undone.
CREATE VIEW {seen}.{schema}.{table} AS
FROM {base}.{schema}.{table}
WHERE area_id IN (SELECT unnest(getvariable('seen')))
    OR part_id IN (
        SELECT part.part_id
        FROM {base}.facts.observation_part AS part
        LEFT JOIN {base}.facts.upload_state AS upload USING (upload_id)
        WHERE part.state IN ('verified', 'published') AND coalesce(upload.root_is_live, true))
