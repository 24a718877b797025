-- What the figures of each made-up upload share.
INSERT INTO facts.observation_part BY NAME
SELECT
    md5('part ' || area_id)::UUID AS part_id, md5('upload ' || area_id)::UUID AS upload_id,
    'Y' AS period, '万吨' AS unit, 'reported' AS state, '统计年鉴' AS source,
    now()::TIMESTAMP AS recorded_at, 'benchmark' AS recorded_by, false AS is_withdrawn
FROM (SELECT unnest($areas::VARCHAR[]) AS area_id)
