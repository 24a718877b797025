-- One row per figure that an upload, or the upload at the root of an undo, recorded: the value in
-- force (NULL without one), the number of the newest revision that states it (NULL for a computed one,
-- 0 for a published one), the file that brought it, and the upload's own newest number.
WITH own AS (
    SELECT revision.indicator_id, revision.area_id, revision.year, revision.period,
           max(revision.seq) AS own_seq
    FROM facts.upload_state AS upload
    JOIN facts.observation_revision AS revision ON revision.upload_id = upload.root_id
    WHERE upload.upload_id = TRY_CAST($upload_id AS UUID)
    GROUP BY ALL
)
SELECT
    own.*, figure.value, coalesce(figure.unit, indicator.unit) AS unit, figure.state,
    CASE WHEN NOT figure.is_computed THEN coalesce(newest.seq, 0) END AS seq,
    upload.file_name, area.name_zh AS area_zh, area.name_en AS area_en,
    indicator.name_zh AS indicator_zh, indicator.name_en AS indicator_en
FROM own
JOIN plan.indicator AS indicator USING (indicator_id)
LEFT JOIN plan.area AS area USING (area_id)
LEFT JOIN facts.figure AS figure USING (indicator_id, area_id, year, period)
LEFT JOIN facts.observation_row AS newest USING (revision_id)
LEFT JOIN facts.upload AS upload ON upload.upload_id = figure.upload_id
ORDER BY own.indicator_id, own.area_id, own.year, own.period
