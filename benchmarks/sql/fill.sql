-- Fills facts with made-up figures: one upload per area, each with every indicator and year.
INSERT INTO facts.upload BY NAME
SELECT
    'upload-' || lpad(area::VARCHAR, 6, '0') AS upload_id, 'observations' AS dataset,
    'area.csv' AS file_name, now()::TIMESTAMP AS uploaded_at, 'benchmark' AS uploaded_by,
    area + 1 AS seq
FROM range($areas) AS areas (area)
