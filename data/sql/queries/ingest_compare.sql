-- One row per row of batch: what it would change. confirms marks a value that stays unchanged and
-- repeats what an upload sent: it is recorded too, so that it stands if that upload is undone.
-- batch: position, indicator_id, area_id, year, period, value, state.
WITH current AS (
    SELECT observation.*, state_rank.rank, upload.file_name
    FROM facts.observation AS observation
    JOIN plan.state_rank AS state_rank USING (state)
    LEFT JOIN facts.upload AS upload USING (upload_id)
    SEMI JOIN batch USING (indicator_id, area_id, year, period)
),
same_state AS (
    SELECT revision.*
    FROM facts.live_revision AS revision
    SEMI JOIN batch USING (indicator_id, area_id, year, period, state)
    QUALIFY row_number() OVER (
        PARTITION BY indicator_id, area_id, year, period, state
        ORDER BY seq DESC) = 1
),
compared AS (
    SELECT
        batch.position,
        batch.value,
        current.value AS current_value,
        current.state AS current_state,
        current.source AS current_source,
        current.recorded_at AS current_recorded_at,
        current.file_name AS current_file,
        coalesce(current.upload_id, same_state.upload_id) IS NOT NULL AS was_uploaded,
        same_state.value AS own_value,
        same_state.source AS own_source,
        coalesce(current.rank, 0) AS current_rank,
        own_rank.rank AS own_rank,
        coalesce(same_state.is_withdrawn, false) AS own_is_withdrawn,
        coalesce(abs(batch.value - current.value)
            <= 1e-9 * greatest(abs(batch.value), abs(current.value)), false) AS is_current,
        coalesce(abs(batch.value - same_state.value)
            <= 1e-9 * greatest(abs(batch.value), abs(same_state.value)), false) AS is_own
    FROM batch
    JOIN plan.state_rank AS own_rank ON own_rank.state = batch.state
    LEFT JOIN current USING (indicator_id, area_id, year, period)
    LEFT JOIN same_state ON same_state.indicator_id = batch.indicator_id
        AND same_state.area_id = batch.area_id
        AND same_state.year = batch.year
        AND same_state.period = batch.period
        AND same_state.state = batch.state
),
judged AS (
    SELECT
        *,
        current_rank > own_rank AND NOT is_current AS is_hidden
    FROM compared
),
told AS (
    SELECT
        *,
        CASE
            WHEN is_current AND current_rank >= own_rank THEN 'unchanged'
            WHEN is_hidden AND (own_value IS NULL OR own_is_withdrawn) THEN 'new'
            WHEN is_hidden AND is_own THEN 'unchanged'
            WHEN is_hidden THEN 'revised'
            WHEN current_value IS NULL THEN 'new'
            ELSE 'revised'
        END AS change
    FROM judged
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
    change = 'unchanged' AND was_uploaded AS confirms
FROM told
ORDER BY position
