-- One row per figure that an upload recorded and that may be verified: the newest revision of
-- its indicator, area, year and period, whoever sent it, whether this value is verified, checked or
-- returned, and the value in force. Checks and returns are acts on the revision that stands: where
-- it states the upload's value, it counts what was done to that. A verification of a value that
-- another replaced since would put it back in force: displaces. One of a value that a stronger
-- state hides replaces what hides it: replaces.
WITH own AS (
    SELECT revision_id, indicator_id, area_id, year, period, value, seq
    FROM facts.observation_revision
    WHERE upload_id = TRY_CAST($upload_id AS UUID) AND state <> 'verified' AND NOT is_withdrawn
),
live AS (
    SELECT revision.*
    FROM facts.live_revision AS revision
    SEMI JOIN own USING (indicator_id, area_id, year, period)
),
newest AS (
    SELECT * FROM live
    QUALIFY row_number() OVER (
        PARTITION BY indicator_id, area_id, year, period ORDER BY seq DESC) = 1
),
verified AS (
    SELECT * FROM live
    WHERE state = 'verified'
    QUALIFY row_number() OVER (
        PARTITION BY indicator_id, area_id, year, period ORDER BY seq DESC) = 1
),
sent AS (
    SELECT indicator_id, area_id, year, period, arg_max(said, state_rank.rank) AS said
    FROM (
        SELECT
            indicator_id, area_id, year, period, state,
            arg_max(
                {'revision_id': revision_id, 'value': value, 'is_withdrawn': is_withdrawn}, seq)
                AS said
        FROM live
        WHERE state IN ('reported', 'provisional')
        GROUP BY ALL)
    JOIN plan.state_rank AS state_rank USING (state)
    WHERE NOT said.is_withdrawn
    GROUP BY ALL
),
compared AS (
    SELECT
        CASE
            WHEN abs(sent.said.value - own.value)
                <= 1e-9 * greatest(abs(sent.said.value), abs(own.value)) THEN sent.said.revision_id
            ELSE own.revision_id
        END AS subject_id,
        own.revision_id, newest.is_withdrawn OR abs(newest.value - own.value)
            > 1e-9 * greatest(abs(newest.value), abs(own.value)) AS is_superseded,
        coalesce(abs(figure.value - own.value)
            > 1e-9 * greatest(abs(figure.value), abs(own.value)), true) AS is_other
    FROM own
    JOIN newest USING (indicator_id, area_id, year, period)
    LEFT JOIN sent USING (indicator_id, area_id, year, period)
    LEFT JOIN facts.figure AS figure USING (indicator_id, area_id, year, period)
),
act AS (
    SELECT
        subject_id, bool_or(step = 'checked') AS is_checked,
        bool_or(step = 'returned') AS is_returned
    FROM facts.step
    GROUP BY subject_id
)
SELECT
    newest.seq, newest.recorded_by, newest.recorded_at, newest.is_withdrawn,
    own.revision_id, own.indicator_id, own.area_id, own.year, own.period,
    own.value AS own_value, newest.value, newest.unit, newest.state,
    verified.value IS NOT NULL AND verified.value = own.value AND NOT verified.is_withdrawn
        AS is_verified,
    verified.recorded_by AS verified_by, verified.recorded_at AS verified_at,
    verified.note AS verified_under, figure.value AS standing_value,
    figure.state AS standing_state, upload.file_name AS standing_file,
    is_other AND is_superseded AS displaces, is_other AND NOT is_superseded AS replaces,
    area.name_zh AS area_zh, area.name_en AS area_en, indicator.name_zh AS indicator_zh,
    indicator.name_en AS indicator_en,
    coalesce(act.is_returned, false) AS is_returned,
    coalesce(act.is_checked, false) AND NOT coalesce(act.is_returned, false) AS is_checked
FROM own
JOIN newest USING (indicator_id, area_id, year, period)
JOIN compared ON compared.revision_id = own.revision_id
JOIN plan.indicator AS indicator USING (indicator_id)
LEFT JOIN plan.area AS area USING (area_id)
LEFT JOIN verified USING (indicator_id, area_id, year, period)
LEFT JOIN facts.figure AS figure USING (indicator_id, area_id, year, period)
LEFT JOIN facts.upload AS upload ON upload.upload_id = figure.upload_id
LEFT JOIN act ON act.subject_id = compared.subject_id
ORDER BY newest.seq DESC, own.indicator_id, own.area_id, own.year, own.period
