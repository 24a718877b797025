-- One row per value that was sent and counts, and per verified value: how far it is. Of an
-- indicator, area, year and period it is the one of those sent that is or would be in force (the
-- newest of the highest state), and the newest that was verified. One that repeats the verified
-- value is that one; one in whose place another was verified later waits for nothing.
-- standing_value and standing_state are those of the figure in force.
-- since, by, remark and document_no are those of what made it so. answers and answers_value are the
-- remark and the value of the newest return that a later value answers.
-- A NULL parameter asks for all.
WITH live AS (
    FROM facts.live_revision
    WHERE state IN ('reported', 'provisional', 'verified')
        AND upload_id IS NOT NULL
        AND ($indicator_id IS NULL OR indicator_id = $indicator_id)
        AND ($year IS NULL OR year = $year)
        AND ($areas::VARCHAR[] IS NULL OR list_contains($areas::VARCHAR[], area_id))
),
newest AS (
    FROM live
    WHERE state <> 'verified'
    QUALIFY row_number() OVER (
        PARTITION BY indicator_id, area_id, year, period, state ORDER BY seq DESC) = 1
        AND NOT is_withdrawn
),
sent AS (
    SELECT newest.*
    FROM newest
    JOIN plan.state_rank AS state_rank USING (state)
    QUALIFY row_number() OVER (
        PARTITION BY indicator_id, area_id, year, period ORDER BY rank DESC, seq DESC) = 1
),
verified AS (
    FROM live
    WHERE state = 'verified'
    QUALIFY row_number() OVER (
        PARTITION BY indicator_id, area_id, year, period ORDER BY seq DESC) = 1
        AND NOT is_withdrawn
),
-- Few are released, so what verifies them is looked up for these alone: joined with all that is
-- verified, the engine looks up each figure of every area.
release AS MATERIALIZED (
    FROM facts.release
    WHERE now = 'same'
        AND ($areas::VARCHAR[] IS NULL OR list_contains($areas::VARCHAR[], area_id))
),
-- The figures in force of the values that are asked for; those of all areas are many.
figure AS (
    SELECT indicator_id, area_id, year, period, value, state
    FROM facts.observation
    WHERE ($indicator_id IS NULL OR indicator_id = $indicator_id)
        AND ($year IS NULL OR year = $year)
        AND ($areas::VARCHAR[] IS NULL OR list_contains($areas::VARCHAR[], area_id))
),
act AS (
    SELECT subject_id, step, step_id, recorded_at, recorded_by, remark, document_no, decided_on
    FROM facts.step
    WHERE step <> 'released'
    QUALIFY row_number() OVER (
        PARTITION BY subject_id
        -- A value is not passed while it is returned.
        ORDER BY step = 'returned' DESC, seq DESC) = 1
    UNION ALL
    -- A value stays released while it stands verified as it was released, whoever verified it.
    SELECT
        verified.revision_id, 'released', release.step_id, release.recorded_at,
        release.recorded_by, release.remark, release.document_no, release.decided_on
    FROM verified
    JOIN release USING (indicator_id, area_id, year, period)
),
earlier AS (
    FROM facts.step
    WHERE step = 'returned'
    QUALIFY row_number() OVER (
        PARTITION BY indicator_id, area_id, year, period ORDER BY seq DESC) = 1
),
waiting AS (
    SELECT sent.*
    FROM sent
    LEFT JOIN verified USING (indicator_id, area_id, year, period)
    WHERE NOT coalesce(
        abs(sent.value - verified.value)
            <= 1e-9 * greatest(abs(sent.value), abs(verified.value)), false)
        AND sent.seq > coalesce(verified.seq, -1)
)
SELECT
    value.revision_id::VARCHAR AS subject_id, value.indicator_id, value.area_id, value.year, value.period,
    value.value, value.unit, value.state, value.source, value.note,
    value.upload_id::VARCHAR AS upload_id,
    value.recorded_at AS sent_at, value.recorded_by AS sent_by,
    coalesce(act.step, CASE WHEN value.state = 'verified' THEN 'verified' ELSE 'sent' END) AS stage,
    coalesce(act.recorded_at, value.recorded_at) AS since,
    coalesce(act.recorded_by, value.recorded_by) AS by,
    act.step_id::VARCHAR AS step_id, act.remark,
    CASE WHEN act.step IS NULL AND value.state = 'verified' THEN value.note
         ELSE act.document_no END AS document_no,
    act.decided_on,
    CASE WHEN earlier.subject_id <> value.revision_id THEN earlier.remark END AS answers,
    CASE WHEN earlier.subject_id <> value.revision_id THEN earlier.value END AS answers_value,
    figure.value AS standing_value, figure.state AS standing_state
FROM (FROM waiting UNION ALL FROM verified) AS value
LEFT JOIN act ON act.subject_id = value.revision_id
LEFT JOIN earlier
    ON earlier.indicator_id = value.indicator_id AND earlier.area_id = value.area_id
    AND earlier.year = value.year AND earlier.period = value.period
    AND value.state <> 'verified'
LEFT JOIN figure
    ON figure.indicator_id = value.indicator_id AND figure.area_id = value.area_id
    AND figure.year = value.year AND figure.period = value.period
WHERE $upload_id IS NULL OR value.upload_id = TRY_CAST($upload_id AS UUID)
ORDER BY value.indicator_id, value.area_id, value.year, value.period, value.seq
