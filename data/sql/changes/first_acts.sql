-- One row per figure of batch (indicator, area, year, period) that at most one act ever touched,
-- itself or an input of it: how it stands now, and that act, a file or a verification; new_value is
-- NULL where it does not stand. Nothing stood before the act. Left out are figures that more acts touched, that
-- a file touched which was ever undone, that were published or returned, themselves or an input of
-- theirs, and those of which something came without an upload, as from the balance: changes/replay tells
-- what became of them.
WITH source AS MATERIALIZED (
    FROM current.find_inputs('batch')
),
source_key AS (
    SELECT DISTINCT input_id AS indicator_id, area_id, input_year AS year FROM source
),
sent AS (
    SELECT
        sent.indicator_id, sent.area_id, sent.year, sent.upload_id,
        sent.upload_id IS NOT NULL
            AND sent.upload_id NOT IN (
                SELECT undoes_upload_id FROM facts.upload WHERE undoes_upload_id IS NOT NULL)
            AND sent.revision_id NOT IN (SELECT subject_id FROM facts.returned) AS is_plain
    FROM facts.observation_revision AS sent
    SEMI JOIN source_key USING (indicator_id, area_id, year)
    UNION ALL
    SELECT indicator_id, area_id, year, NULL, false
    FROM plan.published
    SEMI JOIN source_key USING (indicator_id, area_id, year)
    WHERE is_current
),
touched AS (
    SELECT
        source.indicator_id, source.area_id, source.year, any_value(sent.upload_id) AS upload_id
    FROM source
    LEFT JOIN sent
        ON sent.indicator_id = source.input_id AND sent.area_id = source.area_id
        AND sent.year = source.input_year
    GROUP BY source.indicator_id, source.area_id, source.year
    HAVING count(DISTINCT sent.upload_id) <= 1 AND bool_and(coalesce(sent.is_plain, true))
)
SELECT
    batch.indicator_id, batch.area_id, batch.year, batch.period, 'new' AS change,
    NULL::DOUBLE AS old_value, figure.value AS new_value, NULL::VARCHAR AS old_state,
    figure.state AS new_state, act.seq, act.uploaded_by AS acted_by, act.uploaded_at AS acted_at, act.file_name, act.upload_id,
    act.note,
    CASE WHEN (TRY_CAST(act.counts AS JSON)->>'verified') IS NULL THEN 'sent' ELSE 'verified' END
        AS act
FROM batch
JOIN touched USING (indicator_id, area_id, year)
LEFT JOIN facts.figure AS figure USING (indicator_id, area_id, year, period)
LEFT JOIN facts.upload AS act ON act.upload_id = touched.upload_id
