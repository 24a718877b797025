-- One row per row of batch that a current figure stands for, in any order: what it would change. confirms marks
-- a value that stays unchanged and repeats what an upload sent: it is recorded too, so that it
-- stands if that upload is undone. The other rows are new.
-- is_other_source marks one whose source has not stated that value yet: it is recorded as well.
-- batch: position, indicator_id, area_id, year, period, value, state, source; $indicator_ids, $area_ids
-- and $years are those in it, or NULL where they are many.
WITH matched AS (
    SELECT
        batch.*,
        observation.value AS current_value,
        observation.state AS current_state,
        observation.source AS current_source,
        observation.confirmed_at AS current_recorded_at,
        upload.file_name AS current_file,
        observation.upload_id IS NOT NULL AS is_uploaded,
        current_rank.rank AS current_rank,
        own_rank.rank AS own_rank,
        coalesce(abs(batch.value - observation.value)
            <= 1e-9 * greatest(abs(batch.value), abs(observation.value)), false) AS is_current
    FROM batch
    JOIN facts.observation AS observation USING (indicator_id, area_id, year, period)
    JOIN plan.state_rank AS current_rank ON current_rank.state = observation.state
    JOIN plan.state_rank AS own_rank ON own_rank.state = batch.state
    LEFT JOIN facts.upload AS upload ON upload.upload_id = observation.upload_id
),
judged AS MATERIALIZED (
    SELECT *, current_rank > own_rank AND NOT is_current AS is_hidden FROM matched
),
-- What stands in the own state matters only below a stronger figure, or beside a published one.
asked AS (
    SELECT indicator_id, area_id, year, period, state
    FROM judged
    WHERE is_hidden OR NOT is_uploaded
),
-- Of most files nothing needs to be looked up among all revisions.
wanted AS (
    SELECT DISTINCT indicator_id, area_id, year, period
    FROM judged
    WHERE is_hidden OR NOT is_uploaded
        OR (coalesce(source, '') <> '' AND source IS DISTINCT FROM current_source)
),
sent AS MATERIALIZED (
    SELECT *
    FROM facts.live_revision
    SEMI JOIN wanted USING (indicator_id, area_id, year, period)
    WHERE coalesce(list_contains($indicator_ids::VARCHAR[], indicator_id), true)
        AND coalesce(list_contains($area_ids::VARCHAR[], area_id), true)
        AND coalesce(list_contains($years::INTEGER[], year), true)
        -- What was sent together lies together: most of the table is passed over unread.
        AND area_id BETWEEN coalesce(list_min($area_ids::VARCHAR[]), '')
            AND coalesce(list_max($area_ids::VARCHAR[]), chr(1114111))
),
same_state AS (
    SELECT revision.*
    FROM sent AS revision
    SEMI JOIN asked USING (indicator_id, area_id, year, period, state)
    QUALIFY row_number() OVER (
        PARTITION BY indicator_id, area_id, year, period, state
        ORDER BY seq DESC) = 1
),
compared AS (
    SELECT
        judged.*,
        same_state.value AS own_value,
        same_state.source AS own_source,
        is_uploaded OR same_state.upload_id IS NOT NULL AS was_uploaded,
        coalesce(same_state.is_withdrawn, false) AS own_is_withdrawn,
        coalesce(abs(judged.value - same_state.value)
            <= 1e-9 * greatest(abs(judged.value), abs(same_state.value)), false) AS is_own
    FROM judged
    LEFT JOIN same_state USING (indicator_id, area_id, year, period, state)
),
told AS (
    SELECT
        *,
        CASE
            WHEN is_current AND current_rank >= own_rank THEN 'unchanged'
            WHEN is_hidden AND (own_value IS NULL OR own_is_withdrawn) THEN 'new'
            WHEN is_hidden AND is_own THEN 'unchanged'
            ELSE 'revised'
        END AS change
    FROM compared
),
stated AS (
    SELECT told.position
    FROM told
    JOIN sent AS revision USING (indicator_id, area_id, year, period)
    WHERE told.change = 'unchanged' AND told.source IS DISTINCT FROM told.current_source
        AND revision.source = told.source AND NOT revision.is_withdrawn
        AND abs(revision.value - told.value)
            <= 1e-9 * greatest(abs(revision.value), abs(told.value))
)
SELECT
    position,
    change,
    CASE WHEN is_hidden THEN own_value ELSE current_value END AS old_value,
    CASE WHEN NOT is_hidden THEN current_state END AS old_state,
    CASE WHEN is_hidden THEN own_source ELSE current_source END AS old_source,
    CASE WHEN is_hidden THEN current_state END AS hidden_by,
    current_value,
    current_recorded_at,
    current_file,
    change = 'unchanged' AND was_uploaded AS confirms,
    change = 'unchanged' AND coalesce(source, '') <> ''
        AND source IS DISTINCT FROM current_source
        AND position NOT IN (SELECT position FROM stated) AS is_other_source
FROM told
