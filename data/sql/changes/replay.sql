-- What stood after each act of a stretch of time: one row per figure of batch (indicator, area,
-- year, period) and act that touched it or an input of it, and one for what stood before the first
-- (number $upload_seq). An act is an upload: a file, a verification, an undo. value is NULL where
-- no figure stood. The figures are those of current.compute_figures: within them each area stands
-- for the area after an act, as '654026@17'. Returns are no acts on files: here no value is returned
-- (changes/returns).
WITH source AS MATERIALIZED (
    FROM current.find_inputs('batch')
),
source_key AS MATERIALIZED (
    SELECT DISTINCT input_id AS indicator_id, area_id, input_year AS year FROM source
),
sent AS MATERIALIZED (
    FROM facts.observation_revision
    SEMI JOIN source_key USING (indicator_id, area_id, year)
),
-- The acts on an upload take turns: it counts from its own number on, until it is undone, and
-- from the undo of the undo on.
act AS MATERIALIZED (
    SELECT
        root_id, upload_id, seq, uploaded_by, uploaded_at, file_name, note, undoes_upload_id,
        -- Of the upload that was undone or restored, for an undo has no counts of its own.
        bool_or((TRY_CAST(counts AS JSON)->>'verified') IS NOT NULL) OVER (PARTITION BY root_id)
            AS is_of_verification,
        lead(seq) OVER of_root AS next_seq,
        row_number() OVER of_root % 2 = 1 AS is_live
    FROM facts.upload_state
    WINDOW of_root AS (PARTITION BY root_id ORDER BY seq)
),
-- What follows from the balance stands from its act on, until a later one follows.
followed AS MATERIALIZED (
    SELECT sent.*, act.seq AS act_seq
    FROM sent
    JOIN facts.balance_source AS balance USING (revision_id)
    JOIN act ON act.upload_id = balance.upload_id
),
-- Which act touched which figure: by a file that was sent, or by the balance.
touched AS (
    SELECT sent.indicator_id, sent.area_id, sent.year, act.seq
    FROM sent
    JOIN act ON act.root_id = sent.upload_id
    UNION
    SELECT indicator_id, area_id, year, act_seq AS seq FROM followed
),
moment AS MATERIALIZED (
    SELECT indicator_id, area_id, year, $upload_seq::BIGINT AS seq FROM source
    UNION
    SELECT source.indicator_id, source.area_id, source.year, touched.seq
    FROM source
    JOIN touched
        ON touched.indicator_id = source.input_id AND touched.area_id = source.area_id
        AND touched.year = source.input_year
    WHERE touched.seq > $upload_seq
),
replayed_key AS (
    SELECT indicator_id, area_id || '@' || seq AS area_id, year FROM moment
),
read_moment AS MATERIALIZED (
    SELECT DISTINCT
        source.input_id AS indicator_id, source.area_id, source.input_year AS year, moment.seq
    FROM moment
    JOIN source USING (indicator_id, area_id, year)
),
replayed_revision AS MATERIALIZED (
    SELECT
        sent.revision_id, sent.indicator_id, sent.area_id || '@' || read_moment.seq AS area_id,
        sent.year, sent.period, sent.value, sent.unit, sent.state, sent.source, sent.note,
        NULL AS note_zh, sent.upload_id, sent.recorded_at, sent.recorded_by, sent.is_withdrawn,
        sent.seq
    FROM read_moment
    JOIN sent USING (indicator_id, area_id, year)
    JOIN act
        ON act.root_id = sent.upload_id AND act.is_live AND act.seq <= read_moment.seq
        AND (act.next_seq IS NULL OR act.next_seq > read_moment.seq)
    UNION ALL BY NAME
    SELECT
        followed.* EXCLUDE (
            act_seq, value_read, unit_read, area_read, sheet, file_row, file_column)
            REPLACE (followed.area_id || '@' || read_moment.seq AS area_id),
        NULL AS note_zh
    FROM read_moment
    JOIN followed USING (indicator_id, area_id, year)
    WHERE followed.act_seq <= read_moment.seq
    UNION ALL BY NAME
    -- The published series, which no upload brought.
    SELECT fixed.* REPLACE (fixed.area_id || '@' || read_moment.seq AS area_id)
    FROM read_moment
    JOIN facts.live_revision AS fixed USING (indicator_id, area_id, year)
    ANTI JOIN followed USING (revision_id)
    WHERE fixed.upload_id IS NULL
),
none_returned AS (
    SELECT NULL::UUID AS subject_id WHERE false
),
figure AS (
    SELECT
        indicator_id, split_part(area_id, '@', 1) AS area_id, year, period,
        split_part(area_id, '@', 2)::BIGINT AS seq, value, unit, state
    FROM current.compute_figures('replayed_key', revisions := 'replayed_revision', returned := 'none_returned')
    WHERE is_in_force
)
SELECT
    batch.indicator_id, batch.area_id, batch.year, batch.period, moment.seq, figure.value,
    figure.unit, figure.state, act.uploaded_by AS acted_by, act.uploaded_at AS acted_at,
    act.file_name, act.upload_id, act.note,
    CASE
        WHEN act.undoes_upload_id IS NULL
            THEN CASE WHEN act.is_of_verification THEN 'verified' ELSE 'sent' END
        WHEN act.is_live
            THEN CASE WHEN act.is_of_verification THEN 'reverified' ELSE 'restored' END
        WHEN act.is_of_verification THEN 'unverified'
        ELSE 'undo'
    END AS act
FROM batch
JOIN moment USING (indicator_id, area_id, year)
LEFT JOIN figure USING (indicator_id, area_id, year, period, seq)
LEFT JOIN act ON act.seq = moment.seq AND act.seq > $upload_seq
ORDER BY batch.indicator_id, batch.area_id, batch.year, batch.period, moment.seq
