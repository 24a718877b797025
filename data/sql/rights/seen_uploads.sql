-- Where the values lie that an upload recorded. Factors are of the region.
CREATE VIEW {seen}.rights.upload_area AS
SELECT part.upload_id, observation.area_id
FROM {base}.facts.observation_row AS observation
JOIN {base}.facts.observation_part AS part USING (part_id)
UNION ALL
SELECT upload_id, area_id FROM {base}.facts.project_revision
UNION ALL
SELECT upload_id, area_id FROM {base}.facts.pasture_revision
UNION ALL
SELECT upload_id, area_id FROM {base}.facts.forage_source_revision
UNION ALL
SELECT upload_id, area_id FROM {base}.facts.herd_revision
UNION ALL
SELECT upload_id, '650000' FROM {base}.facts.factor_revision;

-- The uploads all of whose values are of areas that are seen; an undo is seen as what it undoes.
CREATE VIEW {seen}.rights.upload AS
WITH RECURSIVE hidden AS (
    SELECT DISTINCT upload_id
    FROM {seen}.rights.upload_area
    WHERE upload_id IS NOT NULL AND area_id NOT IN (SELECT unnest(getvariable('seen')))
    UNION
    SELECT upload.upload_id
    FROM {base}.facts.upload AS upload
    JOIN hidden ON upload.undoes_upload_id = hidden.upload_id
)
SELECT upload_id FROM {base}.facts.upload
WHERE upload_id NOT IN (SELECT upload_id FROM hidden);

-- The uploads of which any value is seen (seen/parts.sql, stated.sql, own.sql), with the undos of them.
CREATE VIEW {seen}.rights.signed_upload AS
WITH told AS (
    SELECT part.upload_id
    FROM {base}.facts.observation_part AS part
    LEFT JOIN {base}.facts.upload_state AS upload USING (upload_id)
    WHERE part.state IN ('verified', 'published') AND coalesce(upload.root_is_live, true)
        OR part.part_id IN (
            SELECT part_id FROM {base}.facts.observation_row
            WHERE area_id IN (SELECT unnest(getvariable('seen'))))
    UNION ALL
    SELECT upload_id FROM {base}.facts.project_revision
    WHERE state = 'verified' OR area_id IN (SELECT unnest(getvariable('seen')))
    UNION ALL
    SELECT upload_id FROM {base}.facts.pasture_revision
    WHERE area_id IN (SELECT unnest(getvariable('seen')))
    UNION ALL
    SELECT upload_id FROM {base}.facts.forage_source_revision
    WHERE area_id IN (SELECT unnest(getvariable('seen')))
    UNION ALL
    SELECT upload_id FROM {base}.facts.herd_revision
    WHERE area_id IN (SELECT unnest(getvariable('seen')))
    UNION ALL
    SELECT upload_id FROM {base}.facts.factor_revision
)
SELECT upload_id
FROM {base}.facts.upload_state
WHERE root_id IN (SELECT upload_id FROM told WHERE upload_id IS NOT NULL);

-- The uploads all of whose values are of the own areas and what lies below. What else is in their
-- files is seen too: rejected rows, sheets that nobody read. So what lies above does not count,
-- nor an upload without values, nor one whose file names an area that is not seen, or has figures
-- of which nobody knows where they are from; and uploads of one file are seen together or not at all.
CREATE VIEW {seen}.rights.own_upload AS
WITH RECURSIVE hidden AS (
    SELECT DISTINCT upload_id
    FROM {seen}.rights.upload_area
    WHERE upload_id IS NOT NULL AND area_id NOT IN (SELECT unnest(getvariable('own')))
    UNION
    SELECT upload_id
    FROM {base}.facts.upload
    WHERE undoes_upload_id IS NULL
        AND upload_id NOT IN (
            SELECT upload_id FROM {seen}.rights.upload_area WHERE upload_id IS NOT NULL)
    UNION
    SELECT upload.upload_id
    FROM {base}.facts.upload AS upload
    JOIN hidden ON upload.undoes_upload_id = hidden.upload_id
),
hidden_file AS (
    SELECT sha256 FROM {base}.facts.upload
    WHERE upload_id IN (SELECT upload_id FROM hidden) AND sha256 IS NOT NULL
    UNION ALL
    SELECT sha256 FROM {base}.facts.file_area
    WHERE area_id IS NULL OR area_id NOT IN (SELECT unnest(getvariable('seen')))
    UNION ALL
    SELECT sha256 FROM {base}.facts.file_part
    WHERE sha256 NOT IN (SELECT sha256 FROM {base}.facts.file_area)
)
SELECT upload_id FROM {base}.facts.upload
WHERE upload_id NOT IN (SELECT upload_id FROM hidden)
    AND (sha256 IS NULL OR sha256 NOT IN (SELECT sha256 FROM hidden_file))
