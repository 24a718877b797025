-- One row per value of a sample that stands, with the newest finding, and whether the upload that
-- sent it was undone since; NULL asks for all samples.
WITH sample AS (
    FROM facts.sample_revision
    QUALIFY row_number() OVER (PARTITION BY sample_id ORDER BY seq DESC) = 1 AND NOT is_withdrawn
)
SELECT
    checked.sample_id, checked.subject_id, checked.indicator_id, checked.area_id, checked.year,
    checked.period, checked.value, indicator.unit, checked.frame_size, checked.finding,
    checked.found, checked.evidence, checked.recorded_at, checked.recorded_by, checked.seq,
    NOT coalesce(upload.root_is_live, true) AS is_undone
FROM facts.sample_check_revision AS checked
JOIN plan.indicator AS indicator USING (indicator_id)
LEFT JOIN facts.observation_revision AS subject ON subject.revision_id = checked.subject_id
LEFT JOIN facts.upload_state AS upload ON upload.upload_id = subject.upload_id
SEMI JOIN sample USING (sample_id)
WHERE $sample_id IS NULL OR checked.sample_id = TRY_CAST($sample_id AS UUID)
QUALIFY row_number() OVER (
    PARTITION BY checked.sample_id, checked.subject_id ORDER BY checked.seq DESC) = 1
ORDER BY checked.sample_id, checked.area_id, checked.indicator_id, checked.year, checked.period
