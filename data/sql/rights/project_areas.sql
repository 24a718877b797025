-- One row per project of the batch and area that it has, or had; is_vouched where it stands as
-- verified.
SELECT DISTINCT
    revision.project_id, revision.area_id,
    coalesce(standing.state = 'verified' AND standing.area_id = revision.area_id, false)
        AS is_vouched
FROM facts.project_revision AS revision
JOIN batch USING (project_id)
LEFT JOIN facts.project AS standing USING (project_id)
