-- Fills facts with made-up uploads, one per area.
INSERT INTO facts.upload BY NAME
SELECT
    md5('upload ' || area)::UUID AS upload_id, 'observations' AS dataset,
    'area.csv' AS file_name, now()::TIMESTAMP AS uploaded_at, 'benchmark' AS uploaded_by,
    area + 1 AS seq
FROM range($areas) AS areas (area)
