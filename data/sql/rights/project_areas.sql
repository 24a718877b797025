-- One row per area that a project of the batch has, or had.
SELECT DISTINCT project_revision.area_id
FROM facts.project_revision AS project_revision
JOIN batch USING (project_id)
