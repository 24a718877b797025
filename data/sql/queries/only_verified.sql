-- One row per verification of figures of an upload that stays in force once the upload is undone: who
-- verified how many figures of the upload under which document (figures), and of how many nothing
-- else states the value (alone). None where all were verified before the upload and others state them.
WITH own AS (
    SELECT indicator_id, area_id, year, period, value AS own_value, seq AS own_seq
    FROM facts.observation_revision
    WHERE upload_id = TRY_CAST($upload_id AS UUID) AND state <> 'verified' AND NOT is_withdrawn
),
live AS (
    SELECT
        revision.*, state_rank.rank, own_seq,
        NOT is_withdrawn AND abs(value - own_value)
            <= 1e-9 * greatest(abs(value), abs(own_value)) AS is_same
    FROM facts.live_revision AS revision
    JOIN own USING (indicator_id, area_id, year, period)
    JOIN plan.state_rank AS state_rank USING (state)
),
verified AS (
    FROM live
    WHERE state = 'verified'
    QUALIFY row_number() OVER (
        PARTITION BY indicator_id, area_id, year, period ORDER BY seq DESC) = 1
),
remaining AS (
    FROM live
    WHERE state <> 'verified' AND upload_id IS DISTINCT FROM TRY_CAST($upload_id AS UUID)
    QUALIFY row_number() OVER (
        PARTITION BY indicator_id, area_id, year, period ORDER BY rank DESC, seq DESC) = 1
),
counted AS (
    SELECT
        verified.upload_id, verified.recorded_by AS verified_by,
        verified.recorded_at AS verified_at, verified.note AS document, count(*) AS figures,
        count(*) FILTER (WHERE NOT coalesce(remaining.is_same, false)) AS alone,
        count(*) FILTER (WHERE verified.seq > verified.own_seq) AS since,
        max(verified.seq) AS seq
    FROM verified
    LEFT JOIN remaining USING (indicator_id, area_id, year, period)
    WHERE verified.is_same
    GROUP BY ALL
)
SELECT * EXCLUDE (since, seq)
FROM counted
QUALIFY sum(alone + since) OVER () > 0
ORDER BY seq
