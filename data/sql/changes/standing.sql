-- One row per figure of batch (indicator, area, year, period) whose file (upload_id) is undone, while
-- another states the same value: the act that first stated the value that still stands.
WITH gone AS MATERIALIZED (
    SELECT batch.indicator_id, batch.area_id, batch.year, batch.period
    FROM batch
    JOIN facts.upload_state AS upload ON upload.upload_id = TRY_CAST(batch.upload_id AS UUID)
    WHERE upload.undoes_upload_id IS NULL AND NOT upload.root_is_live
)
SELECT
    gone.indicator_id, gone.area_id, gone.year, gone.period, upload.uploaded_by AS acted_by,
    upload.uploaded_at AS acted_at, upload.file_name, upload.upload_id, upload.note,
    CASE WHEN (TRY_CAST(upload.counts AS JSON)->>'verified') IS NULL THEN 'sent' ELSE 'verified' END
        AS act
FROM gone
JOIN facts.figure AS stated USING (indicator_id, area_id, year, period)
JOIN facts.upload AS upload ON upload.upload_id = stated.upload_id
