-- The figures of those uploads, in the order in which they would have come.
INSERT INTO facts.observation_row BY NAME
SELECT
    uuidv7() AS revision_id, md5('part ' || area)::UUID AS part_id,
    'generated_' || lpad(indicator::VARCHAR, 2, '0') AS indicator_id,
    (710000 + area)::VARCHAR AS area_id, (1990 + year)::INTEGER AS year,
    round(hash(area, indicator, year) % 100000 / 100, 2) AS value,
    (area * $indicators + indicator) * $years + year + 1 AS seq
FROM range($areas) AS areas (area)
CROSS JOIN range($indicators) AS indicators (indicator)
CROSS JOIN range($years) AS years (year)
ORDER BY area, indicator, year
