-- Fills facts with made-up uploads, one per area. As every upload, each says how many figures were new.
INSERT INTO facts.upload BY NAME
SELECT
    md5('upload ' || area_id)::UUID AS upload_id, 'observations' AS dataset,
    'area.csv' AS file_name, now()::TIMESTAMP AS uploaded_at, 'benchmark' AS uploaded_by,
    json_object('new', $figures, 'revised', 0, 'unchanged', 0)::VARCHAR AS counts,
    row_number() OVER () AS seq
FROM (SELECT unnest($areas::VARCHAR[]) AS area_id)
