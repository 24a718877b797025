-- One row per upload with rows of its own: how many it recorded.
SELECT upload_id, sum(revisions)::BIGINT AS revisions
FROM (
    SELECT part.upload_id, counted.revisions
    FROM (
        SELECT part_id, count(*) AS revisions
        FROM facts.observation_row
        GROUP BY part_id) AS counted
    JOIN facts.observation_part AS part USING (part_id)
    UNION ALL
    SELECT upload_id, 1 FROM facts.project_revision
    UNION ALL
    SELECT upload_id, 1 FROM facts.factor_revision
    UNION ALL
    SELECT upload_id, 1 FROM facts.pasture_revision
    UNION ALL
    SELECT upload_id, 1 FROM facts.forage_source_revision
    UNION ALL
    SELECT upload_id, 1 FROM facts.herd_revision)
WHERE upload_id IS NOT NULL
GROUP BY upload_id
