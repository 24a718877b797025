-- The figures of those uploads, in the order in which they would have come.
INSERT INTO facts.observation_row BY NAME
SELECT
    uuidv7() AS revision_id, md5('part ' || area_id)::UUID AS part_id,
    'made_' || lpad(indicator::VARCHAR, 2, '0') || '_output' AS indicator_id, area_id,
    (1990 + year)::INTEGER AS year,
    round(hash(area_id, indicator, year) % 100000 / 100, 2) AS value,
    row_number() OVER (ORDER BY area_id, indicator, year) AS seq
FROM (SELECT unnest($areas::VARCHAR[]) AS area_id)
CROSS JOIN range($indicators) AS indicators (indicator)
CROSS JOIN range($years) AS years (year)
ORDER BY seq
