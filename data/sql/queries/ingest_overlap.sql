-- One row: whether there is any current figure of the indicators, areas and years of batch.
SELECT EXISTS (
    FROM facts.observation
    WHERE indicator_id IN (SELECT DISTINCT indicator_id FROM batch)
        AND area_id IN (SELECT DISTINCT area_id FROM batch)
        AND year BETWEEN (SELECT min(year) FROM batch) AND (SELECT max(year) FROM batch)
) AS is_any
