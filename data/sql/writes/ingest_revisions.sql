-- Appends the values of batch as revisions of one upload.
INSERT INTO facts.observation_revision BY NAME
SELECT
    uuidv7()::VARCHAR AS revision_id,
    batch.*,
    $upload_id AS upload_id,
    $recorded_at AS recorded_at,
    $recorded_by AS recorded_by,
    false AS is_withdrawn,
    (SELECT coalesce(max(seq), 0) FROM facts.observation_revision)
        + row_number() OVER () AS seq
FROM batch
