-- One row per row of batch that a figure stands for, in any order: what it would change. The figure is
-- the current one of those that were sent or published, or the computed one that stands before it.
-- confirms marks a value that stays unchanged and repeats what an upload sent: it is recorded too, so
-- that it stands if that upload is undone. The other rows are new.
-- is_other_source marks one whose source has not stated that value yet: it is recorded as well.
-- A value weaker than one that was returned is hidden by it as well (hidden_by: returned), and does
-- not answer the return; any other answers it, also where a computed figure hides it.
-- batch: position, indicator_id, area_id, year, period, value, state, source, and the computed figure
-- that is in force (queries/ingest_computed): computed_value, _state, _source and _rank; $has_computed
-- says whether there is any: for a million values an empty part of the query takes a third of its time;
-- $indicator_ids, $area_ids and $years are those in it, or NULL where they are many.
WITH plain AS (
    SELECT
        batch.* EXCLUDE (computed_value, computed_state, computed_source, computed_rank),
        observation.revision_id, observation.value AS sent_value,
        observation.upload_id IS NOT NULL AS is_uploaded, own_rank.rank AS own_rank,
        observation.state = 'returned' AS is_after_return, false AS is_below_computed,
        observation.value AS current_value, observation.state AS current_state,
        observation.source AS current_source, sent_rank.rank AS current_rank,
        observation.confirmed_at AS current_recorded_at, upload.file_name AS current_file
    FROM batch
    JOIN facts.observation AS observation USING (indicator_id, area_id, year, period)
    JOIN plan.state_rank AS own_rank ON own_rank.state = batch.state
    JOIN plan.state_rank AS sent_rank ON sent_rank.state = observation.state
    LEFT JOIN facts.upload AS upload ON upload.upload_id = observation.upload_id
    WHERE batch.computed_rank IS NULL
),
-- Few values have a computed figure.
beside AS (
    SELECT
        batch.*, observation.revision_id, observation.value AS sent_value,
        observation.state AS sent_state, observation.source AS sent_source,
        observation.confirmed_at, observation.upload_id IS NOT NULL AS is_uploaded,
        upload.file_name, sent_rank.rank AS sent_rank, own_rank.rank AS own_rank,
        coalesce(observation.state = 'returned', false) AS is_after_return,
        -- What answers a return and then stands is told beside what was returned.
        computed_rank > CASE observation.state WHEN 'returned' THEN own_rank.rank ELSE -1 END
            AS is_below_computed
    FROM batch
    JOIN plan.state_rank AS own_rank ON own_rank.state = batch.state
    LEFT JOIN facts.observation AS observation USING (indicator_id, area_id, year, period)
    LEFT JOIN plan.state_rank AS sent_rank ON sent_rank.state = observation.state
    LEFT JOIN facts.upload AS upload ON upload.upload_id = observation.upload_id
    WHERE batch.computed_rank IS NOT NULL AND $has_computed
),
matched AS (
    FROM plain
    UNION ALL BY NAME
    SELECT
        * EXCLUDE (computed_value, computed_state, computed_source, computed_rank, sent_state,
            sent_source, sent_rank, confirmed_at, file_name),
        if(is_below_computed, computed_value, sent_value) AS current_value,
        if(is_below_computed, computed_state, sent_state) AS current_state,
        if(is_below_computed, computed_source, sent_source) AS current_source,
        if(is_below_computed, computed_rank, sent_rank) AS current_rank,
        if(is_below_computed, NULL, confirmed_at) AS current_recorded_at,
        if(is_below_computed, NULL, file_name) AS current_file
    FROM beside
),
judged AS MATERIALIZED (
    SELECT
        *,
        coalesce(abs(value - current_value)
            <= 1e-9 * greatest(abs(value), abs(current_value)), false) AS is_current,
        current_rank > own_rank AND NOT is_current AS is_weaker,
        is_after_return AND state = 'provisional' AS is_perhaps_below_returned
    FROM matched
),
-- What stands in the own state matters only below a stronger figure, or beside a published one.
asked AS (
    SELECT indicator_id, area_id, year, period, state
    FROM judged
    WHERE is_weaker OR is_below_computed OR is_perhaps_below_returned OR NOT is_uploaded
),
-- Of most files nothing needs to be looked up among all revisions.
wanted AS (
    SELECT DISTINCT indicator_id, area_id, year, period
    FROM judged
    WHERE is_weaker OR is_below_computed OR is_perhaps_below_returned OR NOT is_uploaded
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
            <= 1e-9 * greatest(abs(judged.value), abs(same_state.value)), false) AS is_own,
        -- A returned value keeps the state in which it was sent.
        is_perhaps_below_returned AND judged.revision_id IN (
            SELECT revision_id FROM sent WHERE state = 'reported') AS is_below_returned
    FROM judged
    LEFT JOIN same_state USING (indicator_id, area_id, year, period, state)
),
weighed AS (
    SELECT
        *,
        is_weaker OR is_below_returned AS is_hidden,
        is_after_return AND NOT is_below_returned AS is_answer,
        is_below_returned AND abs(value - sent_value)
            <= 1e-9 * greatest(abs(value), abs(sent_value)) AS repeats_returned,
        -- Equal to a computed figure, which it does not replace, it is compared with its own state too.
        is_hidden OR (is_below_computed AND is_current AND current_rank >= own_rank) AS is_beside
    FROM compared
),
told AS (
    SELECT
        *,
        CASE
            WHEN is_answer THEN 'revised'
            WHEN repeats_returned THEN 'unchanged'
            WHEN is_beside AND (own_value IS NULL OR own_is_withdrawn) THEN 'new'
            WHEN is_beside AND is_own THEN 'unchanged'
            WHEN is_beside THEN 'revised'
            WHEN is_current AND current_rank >= own_rank THEN 'unchanged'
            ELSE 'revised'
        END AS change
    FROM weighed
),
-- Asked of what was judged: of what is told the engine would keep a second copy of each row.
stated AS (
    SELECT judged.position
    FROM judged
    JOIN sent AS revision USING (indicator_id, area_id, year, period)
    WHERE judged.source IS DISTINCT FROM judged.current_source
        AND revision.source = judged.source AND NOT revision.is_withdrawn
        AND abs(revision.value - judged.value)
            <= 1e-9 * greatest(abs(revision.value), abs(judged.value))
)
SELECT
    position,
    change,
    CASE
        WHEN is_answer OR repeats_returned THEN sent_value
        WHEN is_beside THEN own_value
        ELSE current_value
    END AS old_value,
    CASE WHEN is_answer THEN 'returned' WHEN NOT is_beside THEN current_state END AS old_state,
    CASE
        WHEN is_beside THEN own_source
        -- A formula is no source that states another value.
        WHEN is_below_computed THEN source
        ELSE current_source
    END AS old_source,
    CASE WHEN is_below_returned THEN 'returned' WHEN is_hidden THEN current_state END AS hidden_by,
    CASE WHEN is_below_returned THEN sent_value ELSE current_value END AS current_value,
    current_recorded_at,
    current_file,
    change = 'unchanged' AND was_uploaded AS confirms,
    change = 'unchanged' AND coalesce(source, '') <> ''
        AND source IS DISTINCT FROM current_source
        AND position NOT IN (SELECT position FROM stated) AS is_other_source
FROM told
