-- One row per upload or undo after a number that bears on a figure of batch, newest first.
-- batch: indicator_id, area_id, year, period.
SELECT uploaded_by, uploaded_at
FROM facts.upload_state
WHERE seq > $seq
  AND root_id IN (
      SELECT upload_id
      FROM facts.observation_revision
      SEMI JOIN batch USING (indicator_id, area_id, year, period))
ORDER BY seq DESC
