-- One row per county and year, or per factor set, that the newest upload has rows of; none where it
-- is an undo, or of other figures.
WITH newest AS (
    FROM facts.upload
    ORDER BY seq DESC
    LIMIT 1
),
own AS (
    SELECT upload_id, area_id, year, NULL AS set_id FROM facts.pasture_revision
    UNION
    SELECT upload_id, area_id, year, NULL FROM facts.forage_source_revision
    UNION
    SELECT upload_id, area_id, year, NULL FROM facts.herd_revision
    UNION
    SELECT upload_id, NULL, NULL, set_id FROM facts.factor_revision
)
SELECT area_id, year, set_id
FROM own
SEMI JOIN newest USING (upload_id)
