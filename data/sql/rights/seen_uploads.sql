-- The uploads all of whose values are of areas that are seen; an undo is seen as what it undoes.
CREATE VIEW {seen}.rights.upload AS
WITH RECURSIVE foreign_upload AS (
    SELECT upload_id
    FROM {base}.facts.observation_part
    WHERE part_id IN (
        SELECT part_id FROM {base}.facts.observation_row
        WHERE area_id NOT IN (SELECT unnest(getvariable('seen'))))
    UNION
    SELECT upload_id FROM {base}.facts.project_revision
    WHERE area_id NOT IN (SELECT unnest(getvariable('seen')))
    UNION
    SELECT upload_id FROM {base}.facts.pasture_revision
    WHERE area_id NOT IN (SELECT unnest(getvariable('seen')))
    UNION
    SELECT upload_id FROM {base}.facts.forage_source_revision
    WHERE area_id NOT IN (SELECT unnest(getvariable('seen')))
    UNION
    SELECT upload_id FROM {base}.facts.herd_revision
    WHERE area_id NOT IN (SELECT unnest(getvariable('seen')))
),
hidden AS (
    SELECT upload_id FROM foreign_upload WHERE upload_id IS NOT NULL
    UNION
    SELECT upload.upload_id
    FROM {base}.facts.upload AS upload
    JOIN hidden ON upload.undoes_upload_id = hidden.upload_id
)
SELECT upload_id FROM {base}.facts.upload
WHERE upload_id NOT IN (SELECT upload_id FROM hidden)
