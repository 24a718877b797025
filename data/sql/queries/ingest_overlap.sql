-- One row: whether there is any current figure of some indicators, areas and years.
SELECT EXISTS (
    FROM facts.figure
    WHERE indicator_id IN (SELECT unnest($indicator_ids::VARCHAR[]))
        AND area_id IN (SELECT unnest($area_ids::VARCHAR[]))
        AND year BETWEEN list_min($years::INTEGER[]) AND list_max($years::INTEGER[])
) AS is_any
