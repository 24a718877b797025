-- One row per figure of batch (indicator, area, year, period) that one act alone touched after the
-- number $upload_seq, itself or an input of it: that act, a file or a verification. Left out are
-- figures that more acts touched, that a file touched which was ever undone, that were returned or no
-- longer so after the number $step_seq, themselves or an input, and those of which something came
-- without an upload, as from the balance: changes/replay tells what became of them.
WITH source AS (
    FROM current.find_inputs('batch')
),
undone AS (
    SELECT DISTINCT undoes_upload_id AS upload_id
    FROM facts.upload
    WHERE undoes_upload_id IS NOT NULL
),
returned AS (
    SELECT DISTINCT indicator_id, area_id, year, period
    FROM facts.step_revision
    WHERE step = 'returned' AND seq > $step_seq
),
-- By indicator, area and year first: with the period too the engine reads all that was ever sent.
sent AS MATERIALIZED (
    SELECT
        source.indicator_id, source.area_id, source.year, source.input_id, source.input_year,
        revision.period, revision.upload_id
    FROM source
    JOIN facts.observation_revision AS revision
        ON revision.indicator_id = source.input_id AND revision.area_id = source.area_id
        AND revision.year = source.input_year
),
touched AS (
    SELECT
        figure.indicator_id, figure.area_id, figure.year, figure.period,
        arg_max(upload.upload_id, upload.seq) AS upload_id
    FROM (SELECT DISTINCT indicator_id, area_id, year, period FROM batch) AS figure
    JOIN sent
        ON sent.indicator_id = figure.indicator_id AND sent.area_id = figure.area_id
        AND sent.year = figure.year AND sent.period = figure.period
        -- Only yearly figures are computed.
        AND (figure.period = 'Y' OR sent.input_id = figure.indicator_id)
    LEFT JOIN facts.upload AS upload ON upload.upload_id = sent.upload_id
    LEFT JOIN undone ON undone.upload_id = sent.upload_id
    LEFT JOIN returned
        ON returned.indicator_id = sent.input_id AND returned.area_id = sent.area_id
        AND returned.year = sent.input_year AND returned.period = sent.period
    GROUP BY figure.indicator_id, figure.area_id, figure.year, figure.period
    HAVING count(DISTINCT upload.seq) FILTER (WHERE upload.seq > $upload_seq) = 1
        AND bool_and(upload.upload_id IS NOT NULL AND undone.upload_id IS NULL)
        AND count(returned.period) = 0
)
SELECT
    batch.indicator_id, batch.area_id, batch.year, batch.period, act.seq,
    act.uploaded_by AS acted_by, act.uploaded_at AS acted_at, act.file_name, act.upload_id, act.note,
    CASE WHEN (TRY_CAST(act.counts AS JSON)->>'verified') IS NULL THEN 'sent' ELSE 'verified' END
        AS act
FROM batch
JOIN touched USING (indicator_id, area_id, year, period)
JOIN facts.upload AS act ON act.upload_id = touched.upload_id
ORDER BY ALL
