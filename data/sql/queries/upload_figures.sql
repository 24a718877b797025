-- One row per figure that an upload recorded and that may be verified: the newest revision of
-- its indicator, area, year and period, whoever sent it, and whether this value is verified.
WITH own AS (
    SELECT revision_id, indicator_id, area_id, year, period, value
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
)
SELECT
    newest.seq, newest.recorded_by, newest.recorded_at, newest.is_withdrawn,
    own.revision_id, own.indicator_id, own.area_id, own.year, own.period,
    own.value AS own_value, newest.value, newest.unit, newest.state,
    verified.value IS NOT NULL AND verified.value = own.value AND NOT verified.is_withdrawn
        AS is_verified,
    verified.recorded_by AS verified_by, verified.recorded_at AS verified_at,
    verified.note AS verified_under
FROM own
JOIN newest USING (indicator_id, area_id, year, period)
LEFT JOIN verified USING (indicator_id, area_id, year, period)
ORDER BY newest.seq DESC, own.indicator_id, own.area_id, own.year, own.period
