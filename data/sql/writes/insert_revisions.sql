-- Appends the rows of batch as revisions of figures, numbered by their position.
INSERT INTO facts.observation_row BY NAME
SELECT
    batch.* EXCLUDE (position) REPLACE (batch.revision_id::UUID AS revision_id),
    (SELECT coalesce(max(seq), 0) FROM facts.observation_row) + batch.position AS seq
FROM batch
