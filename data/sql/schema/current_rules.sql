-- The rules that say which figures are current; they stand only here. A write asks for the keys
-- that it touched, a rebuild for all keys, and data check compares the table with them.

-- One row per indicator, area and year with a revision that was sent, undone, restored or returned
-- after the given numbers, and per derived one that depends on it. Published figures have the
-- number 0, so -1 everywhere gives all keys.
CREATE OR REPLACE MACRO current.find_keys(revision_seq, upload_seq, step_seq) AS TABLE (
    WITH changed AS (
        SELECT indicator_id, area_id, year
        FROM facts.live_revision
        WHERE seq > revision_seq
        UNION ALL
        SELECT revision.indicator_id, revision.area_id, revision.year
        FROM facts.upload_state AS undo
        JOIN facts.observation_revision AS revision ON revision.upload_id = undo.root_id
        WHERE undo.seq > upload_seq AND undo.undoes_upload_id IS NOT NULL
        UNION ALL
        -- What follows from the balance may be credited to another upload of it.
        SELECT revision.indicator_id, revision.area_id, revision.year
        FROM facts.upload_state AS undo
        JOIN facts.upload_state AS origin USING (root_id)
        JOIN facts.balance_source AS balance ON balance.upload_id = origin.upload_id
        JOIN facts.observation_revision AS revision USING (revision_id)
        WHERE undo.seq > upload_seq AND undo.undoes_upload_id IS NOT NULL
        UNION ALL
        SELECT indicator_id, area_id, year
        FROM facts.step_revision
        WHERE seq > step_seq AND step = 'returned'
    )
    SELECT indicator_id, area_id, year FROM changed
    UNION
    SELECT formula.indicator_id, changed.area_id, changed.year - formula.year_offset
    FROM changed
    JOIN plan.formula AS formula ON formula.input_id = changed.indicator_id
);

CREATE OR REPLACE VIEW current.every_key AS FROM current.find_keys(-1, -1, -1);

-- One row per value that was ever sent or published: which areas have how many keys, nearly.
CREATE OR REPLACE VIEW current.every_value AS
SELECT indicator_id, area_id FROM facts.observation_row
UNION ALL
SELECT indicator_id, area_id FROM plan.published;

-- One row per revision that follows from an upload of the balance or from an undo of one.
CREATE OR REPLACE VIEW current.balance_act AS
SELECT
    balance.revision_id, upload.upload_id, upload.undoes_upload_id, upload.root_is_live,
    upload.upload_id = upload.newest_id AS is_newest
FROM facts.balance_source AS balance
JOIN facts.upload_state AS upload USING (upload_id);

-- One row per figure of the given keys, with the columns of current.figure. keys is the name of a
-- table or view with indicator_id, area_id and year, revisions that of one with the columns of
-- facts.live_revision. Whoever asks for an area at several moments may put '@' and the moment
-- behind its id, in both (changes/replay). returned is one with the column subject_id, acts one with
-- the columns of current.balance_act. Keys of areas before first_area or after last_area are left out,
-- and their revisions passed over unread.
--
-- Of what was sent or published the newest revision of the highest state stands; a withdrawn one
-- takes away its state's value, not the values of other states. A derived figure is computed
-- where its inputs are all there and lie on the same side of every series break: value =
-- product(numerators) / product(denominators). Where a figure was both sent and computed the
-- higher state stands; ties go to the sent one. A value that was returned stands where it would
-- stand otherwise, as returned: the weakest state, also of what is computed from it.
CREATE OR REPLACE MACRO current.compute_figures(
    keys, revisions := 'facts.live_revision', returned := 'facts.returned',
    acts := 'current.balance_act', first_area := '', last_area := chr(1114111)) AS TABLE (
    WITH wanted AS (
        SELECT indicator_id, area_id, year
        FROM query_table(keys)
        WHERE area_id BETWEEN first_area AND last_area
    ),
    wanted_input AS (
        SELECT
            formula.indicator_id, wanted.area_id, wanted.year, formula.operand, formula.factor,
            formula.input_id, wanted.year + formula.year_offset AS input_year
        FROM wanted
        JOIN plan.formula AS formula USING (indicator_id)
    ),
    read_key AS (
        FROM wanted
        UNION ALL
        SELECT input_id, area_id, input_year FROM wanted_input
    ),
    live AS MATERIALIZED (
        SELECT
            live_revision.* REPLACE (coalesce(live_revision.upload_id, balance.upload_id) AS upload_id),
            state_rank.rank,
            -- Of the balance an undo brings back what a file stated, and takes away what another did.
            balance.upload_id IS NULL
                OR (balance.undoes_upload_id IS NULL AND balance.root_is_live)
                OR (balance.is_newest AND NOT live_revision.is_withdrawn) AS is_statement
        FROM query_table(revisions) AS live_revision
        JOIN plan.state_rank AS state_rank USING (state)
        LEFT JOIN query_table(acts) AS balance USING (revision_id)
        SEMI JOIN read_key USING (indicator_id, area_id, year)
        WHERE live_revision.area_id BETWEEN first_area AND last_area
    ),
    -- Most figures were sent only once and need no ordering.
    contested AS (
        SELECT indicator_id, area_id, year, period
        FROM live
        GROUP BY ALL
        HAVING count(*) > 1
    ),
    -- Few columns: each of these takes its time in each of the next steps.
    rival AS MATERIALIZED (
        SELECT
            indicator_id, area_id, year, period, state, coalesce(source, '') AS source, seq,
            is_withdrawn, is_statement, value, recorded_at, revision_id,
            {'seq': seq, 'rank': rank, 'state': state, 'value': value, 'unit': unit,
             'is_withdrawn': is_withdrawn, 'revision_id': revision_id} AS said
        FROM live
        SEMI JOIN contested USING (indicator_id, area_id, year, period)
    ),
    newest_by_source AS (
        SELECT indicator_id, area_id, year, period, state, source, arg_max(said, seq) AS said
        FROM rival
        GROUP BY ALL
    ),
    newest_by_state AS (
        SELECT
            indicator_id, area_id, year, period, state, arg_max(said, said.seq) AS said,
            -- A repeated value may differ in its last digit: it was converted from another unit.
            max(said.value) FILTER (WHERE NOT said.is_withdrawn)
                - min(said.value) FILTER (WHERE NOT said.is_withdrawn)
                > 1e-9 * max(abs(said.value)) FILTER (WHERE NOT said.is_withdrawn)
                AS sources_disagree
        FROM newest_by_source
        GROUP BY ALL
    ),
    standing AS (
        SELECT
            indicator_id, area_id, year, period,
            arg_max({'said': said, 'sources_disagree': sources_disagree}, said.rank) AS standing
        FROM newest_by_state
        WHERE NOT said.is_withdrawn
        GROUP BY ALL
    ),
    -- What was stated in the standing state, and whether it is another value. The engine takes
    -- longer for a window over few rows than for grouping and joining them.
    statement AS MATERIALIZED (
        SELECT
            rival.* EXCLUDE (said), standing.standing,
            rival.is_withdrawn OR abs(rival.value - standing.standing.said.value)
                > 1e-9 * greatest(abs(rival.value), abs(standing.standing.said.value)) AS is_other
        FROM rival
        JOIN standing USING (indicator_id, area_id, year, period)
        WHERE rival.state = standing.standing.said.state
    ),
    other AS (
        SELECT
            indicator_id, area_id, year, period,
            coalesce(max(seq) FILTER (WHERE is_statement AND is_other), -1) AS other_seq
        FROM statement
        GROUP BY ALL
    ),
    -- seq is the revision that first stated the value, confirmed the newest one that did.
    stated AS (
        SELECT
            indicator_id, area_id, year, period, any_value(standing) AS standing,
            coalesce(
                min(seq) FILTER (WHERE is_statement AND seq > other_seq),
                any_value(standing.said.seq)) AS seq,
            arg_max({'id': revision_id, 'at': recorded_at}, seq)
                FILTER (WHERE is_statement AND seq > other_seq) AS confirmed
        FROM statement
        JOIN other USING (indicator_id, area_id, year, period)
        GROUP BY ALL
    ),
    chosen AS (
        SELECT
            live.indicator_id, live.area_id, live.period, live.year,
            standing.said.value, standing.said.unit, standing.said.state, standing.said.rank,
            standing.sources_disagree,
            coalesce(confirmed.id, standing.said.revision_id) AS revision_id,
            CASE WHEN live.revision_id <> confirmed.id THEN live.revision_id END AS stated_id,
            CASE WHEN live.revision_id <> confirmed.id THEN confirmed.at END AS confirmed_at,
            live.source, live.note, live.note_zh, live.upload_id, live.recorded_at,
            live.recorded_by
        FROM live
        JOIN stated USING (indicator_id, area_id, year, period, seq)
        UNION ALL BY NAME
        SELECT live.* EXCLUDE (seq, is_withdrawn, is_statement), false AS sources_disagree
        FROM live
        ANTI JOIN contested USING (indicator_id, area_id, year, period)
        WHERE NOT is_withdrawn
    ),
    sent AS MATERIALIZED (
        SELECT chosen.* REPLACE (
            CASE WHEN returned_value.subject_id IS NULL THEN chosen.state ELSE 'returned' END AS state,
            CASE WHEN returned_value.subject_id IS NULL THEN chosen.rank ELSE 0 END AS rank)
        FROM chosen
        LEFT JOIN query_table(returned) AS returned_value
            ON returned_value.subject_id = chosen.revision_id
            AND chosen.state IN ('reported', 'provisional')
    ),
    -- Leaves out inputs that were read only to compute a derived figure.
    sent_wanted AS (
        FROM sent
        WHERE indicator_id NOT IN (SELECT input_id FROM plan.formula)
        UNION ALL
        FROM sent
        SEMI JOIN wanted USING (indicator_id, area_id, year)
        WHERE indicator_id IN (SELECT input_id FROM plan.formula)
    ),
    span AS (
        SELECT
            input.indicator_id, input.area_id, input.year,
            min(input.input_year) AS first_year, max(input.input_year) AS last_year,
            count(*) = count(sent.value) AS is_complete,
            coalesce(
                min(abs(sent.value)) FILTER (WHERE input.operand = 'denominator') > 0, false)
                AS is_divisible,
            -- In a fixed order, so that each run rounds alike.
            product(CASE input.operand WHEN 'numerator' THEN sent.value * input.factor ELSE 1 END
                    ORDER BY input.input_id, input.input_year)
                / nullif(product(
                    CASE input.operand WHEN 'denominator' THEN sent.value ELSE 1 END
                    ORDER BY input.input_id, input.input_year), 0)
                AS value,
            bool_or(sent.sources_disagree) AS sources_disagree,
            string_agg(input.input_id || ' ' || input.input_year || '=' || sent.value, '; '
                       ORDER BY input.operand DESC, input.input_id, input.input_year) AS inputs,
            min(sent.rank) AS weakest_rank
        FROM wanted_input AS input
        LEFT JOIN sent
            ON sent.indicator_id = input.input_id AND sent.area_id = input.area_id
            AND sent.year = input.input_year AND sent.period = 'Y'
        GROUP BY input.indicator_id, input.area_id, input.year
    ),
    computed AS (
        SELECT
            span.indicator_id, span.area_id, span.year, 'Y' AS period, span.value,
            indicator.unit,
            CASE WHEN span.weakest_rank >= 3 THEN 'derived' ELSE weakest.state END AS state,
            least(span.weakest_rank, 3) AS rank, indicator.formula AS source, span.inputs,
            span.sources_disagree
        FROM span
        JOIN plan.indicator AS indicator USING (indicator_id)
        JOIN plan.state_rank AS weakest ON weakest.rank = span.weakest_rank
        WHERE span.is_complete AND span.is_divisible
          AND NOT EXISTS (
              SELECT 1
              FROM plan.formula AS formula
              JOIN plan.series_break AS series_break
                  ON series_break.indicator_id = formula.input_id
              WHERE formula.indicator_id = span.indicator_id
                AND series_break.area_id IN (split_part(span.area_id, '@', 1), '650000')
                AND series_break.after_year >= span.first_year
                AND series_break.after_year < span.last_year)
    )
    SELECT
        sent.indicator_id, sent.area_id, sent.period, sent.year, sent.value, sent.unit,
        sent.state, sent.source, sent.note, sent.note_zh, sent.revision_id, sent.upload_id,
        sent.recorded_at, sent.recorded_by, sent.sources_disagree, false AS is_computed,
        NULL AS inputs, coalesce(sent.rank >= computed.rank, true) AS is_in_force,
        sent.stated_id, sent.confirmed_at
    FROM sent_wanted AS sent
    LEFT JOIN computed USING (indicator_id, area_id, year, period)
    UNION ALL
    SELECT
        computed.indicator_id, computed.area_id, computed.period, computed.year,
        computed.value, computed.unit, computed.state, computed.source, NULL, NULL, NULL, NULL,
        NULL, NULL, computed.sources_disagree, true, computed.inputs,
        coalesce(computed.rank > sent.rank, true), NULL, NULL
    FROM computed
    LEFT JOIN sent_wanted AS sent USING (indicator_id, area_id, year, period)
);

-- One row per figure of the given keys and each figure that it is made of: itself, and what it is
-- computed from. keys is the name of a table with indicator_id, area_id and year, which may be empty
-- and then have no types.
CREATE OR REPLACE MACRO current.find_inputs(keys) AS TABLE (
    WITH wanted_key AS MATERIALIZED (
        SELECT DISTINCT
            indicator_id::VARCHAR AS indicator_id, area_id::VARCHAR AS area_id,
            year::INTEGER AS year
        FROM query_table(keys)
    )
    SELECT indicator_id, area_id, year, indicator_id AS input_id, year AS input_year
    FROM wanted_key
    UNION
    SELECT
        formula.indicator_id, wanted_key.area_id, wanted_key.year, formula.input_id,
        wanted_key.year + formula.year_offset
    FROM wanted_key
    JOIN plan.formula AS formula USING (indicator_id)
);

-- One row per figure that differs between two states, with how it stood in each. stood is the name
-- of a table with how the figures of some keys stood before (changes/stood). With is_whole it holds all,
-- of the indicators that known lists, and all figures of these are compared with it (what stands of
-- other indicators is new: list_added); else those of its keys. Values that differ by less than the
-- fraction close are the same. The kinds of change are those of data.ledger.replay.name_changes.
CREATE OR REPLACE MACRO current.compare_figures(stood, is_whole, known, close) AS TABLE (
    WITH old AS (
        FROM query_table(stood) WHERE period IS NOT NULL
    ),
    new AS (
        SELECT indicator_id, area_id, year, period, value, unit, state, is_computed
        FROM facts.figure
        WHERE is_whole AND indicator_id IN (SELECT unnest(known))
        UNION ALL
        SELECT indicator_id, area_id, year, period, value, unit, state, is_computed
        FROM facts.figure
        SEMI JOIN query_table(stood) USING (indicator_id, area_id, year)
        WHERE NOT is_whole
    ),
    compared AS (
        SELECT
            indicator_id, area_id, year, period,
            CASE
                WHEN new.value IS NULL THEN 'withdrawn'
                WHEN old.value IS NULL THEN 'new'
                WHEN abs(old.value - new.value) > close * greatest(abs(old.value), abs(new.value))
                    OR old.unit IS DISTINCT FROM new.unit THEN 'revised'
                ELSE 'restated'
            END AS change,
            old.value AS old_value, new.value AS new_value, coalesce(new.unit, old.unit) AS unit,
            old.state AS old_state, new.state AS new_state,
            coalesce(new.is_computed, old.is_computed) AS is_computed
        FROM old
        FULL JOIN new USING (indicator_id, area_id, year, period)
    )
    FROM compared
    WHERE change <> 'restated' OR old_state IS DISTINCT FROM new_state
);

-- One row per figure of an indicator that is not among those of known.
CREATE OR REPLACE MACRO current.list_added(known) AS TABLE (
    SELECT
        indicator_id, area_id, year, period, 'new' AS change, NULL::DOUBLE AS old_value,
        value AS new_value, unit, NULL::VARCHAR AS old_state, state AS new_state, is_computed
    FROM facts.figure
    WHERE indicator_id NOT IN (SELECT unnest(known))
);
