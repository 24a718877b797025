-- Appends the rows of batch as revisions of figures; part says under which id each part is kept.
INSERT INTO facts.observation_row BY NAME
SELECT
    batch.* EXCLUDE (part, position)
        REPLACE (coalesce(batch.revision_id::UUID, uuidv7()) AS revision_id),
    kept.part_id,
    (SELECT coalesce(max(seq), 0) FROM facts.observation_row) + batch.position AS seq
FROM batch
JOIN (SELECT part, part_id::UUID AS part_id FROM part) AS kept USING (part)
