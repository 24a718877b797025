-- The figures of those uploads, in the order in which they would have come.
INSERT INTO facts.observation_revision BY NAME
SELECT
    uuidv7()::VARCHAR AS revision_id,
    'generated_' || lpad(indicator::VARCHAR, 2, '0') AS indicator_id,
    (710000 + area)::VARCHAR AS area_id, (1990 + year)::INTEGER AS year, 'Y' AS period,
    round(hash(area, indicator, year) % 100000 / 100, 2) AS value, '万吨' AS unit,
    'reported' AS state, '统计年鉴' AS source,
    'upload-' || lpad(area::VARCHAR, 6, '0') AS upload_id,
    now()::TIMESTAMP AS recorded_at, 'benchmark' AS recorded_by, false AS is_withdrawn,
    (area * $indicators + indicator) * $years + year + 1 AS seq
FROM range($areas) AS areas (area)
CROSS JOIN range($indicators) AS indicators (indicator)
CROSS JOIN range($years) AS years (year)
ORDER BY area, indicator, year
