-- One row per revision of the yearly figures of some indicators in one area, newest year first: what users sent,
-- including undone and withdrawn revisions, and what was published, including figures that their
-- source revised later. A row that only repeats what stood is a confirmation; what it confirms is
-- in force with it. A figure that follows from the balance has the upload that it follows from.
-- rank is that of the state (plan.state_rank).
WITH revision AS (
    SELECT
        revision_id, indicator_id, area_id, year, value, unit, state, source, note,
        NULL AS note_zh, coalesce(revision.upload_id, balance.upload_id) AS upload_id, recorded_at, recorded_by, is_withdrawn, seq,
        CASE WHEN NOT is_withdrawn THEN value END AS stated, NULL AS edition,
        value_read, unit_read, area_read, sheet, file_row, file_column
    FROM facts.observation_revision AS revision
    LEFT JOIN facts.balance_source AS balance USING (revision_id)
    WHERE period = 'Y'
    UNION ALL
    SELECT
        md5('published:' || indicator_id || ':' || area_id || ':' || year || ':' || period
            || CASE WHEN is_current THEN '' ELSE ':' || edition END)::UUID,
        indicator_id, area_id, year, value, unit, state, source, note, note_zh,
        NULL, NULL, NULL, false, 0, CASE WHEN is_current THEN value END, edition,
        NULL, NULL, NULL, NULL, NULL, NULL
    FROM plan.published
    WHERE period = 'Y'
),
told AS (
    SELECT
        revision.*, upload.file_name, upload.sha256, state_rank.rank,
        upload.undoes_upload_id IS NOT NULL AS follows_undo,
        -- What followed from an undo is undone with the undo.
        coalesce(CASE WHEN upload.undoes_upload_id IS NULL THEN NOT upload.root_is_live
                      ELSE upload.upload_id <> upload.newest_id END, false) AS is_undone,
        CASE WHEN is_undone THEN undo.uploaded_by END AS undone_by,
        CASE WHEN is_undone THEN undo.uploaded_at END AS undone_at
    FROM revision
    JOIN plan.state_rank AS state_rank USING (state)
    LEFT JOIN facts.upload_state AS upload USING (upload_id)
    LEFT JOIN facts.upload AS undo ON undo.upload_id = upload.newest_id
    WHERE revision.area_id = $area_id AND list_contains($indicator_ids::VARCHAR[], revision.indicator_id)
        AND NOT (upload.undoes_upload_id IS NOT NULL AND revision.is_withdrawn)
),
-- What stood before a row: in its own state, and in the strongest.
before AS (
    SELECT
        later.revision_id, later.stated,
        arg_max_null(earlier.stated, earlier.seq) FILTER (WHERE earlier.rank = later.rank) AS own,
        arg_max_null(earlier.stated, earlier.rank * 1e12 + earlier.seq) AS strongest
    FROM told AS later
    JOIN told AS earlier USING (indicator_id, area_id, year)
    WHERE NOT later.is_undone AND NOT earlier.is_undone
        AND earlier.seq < later.seq AND earlier.rank >= later.rank
    GROUP BY later.revision_id, later.stated
),
confirmation AS (
    SELECT revision_id
    FROM before
    WHERE abs(stated - own) <= 1e-9 * greatest(abs(stated), abs(own))
        OR abs(stated - strongest) <= 1e-9 * greatest(abs(stated), abs(strongest))
),
joined AS (
    SELECT
        told.*, confirmation.revision_id IS NOT NULL AS is_confirmation,
        figure.revision_id IS NOT NULL AS is_figure
    FROM told
    LEFT JOIN confirmation USING (revision_id)
    LEFT JOIN (
        FROM facts.figure
        WHERE area_id = $area_id AND list_contains($indicator_ids::VARCHAR[], indicator_id)
    ) AS figure
        ON figure.revision_id = told.revision_id
        AND figure.indicator_id = told.indicator_id
        AND figure.area_id = told.area_id AND figure.year = told.year
),
-- What a row stands for where rows repeat each other; elsewhere it stands for itself. A window over
-- all would take as long as all the rest: nearly every row is the only one of its year.
repeated AS (
    SELECT
        revision_id, indicator_id, year, state, is_undone, is_figure,
        last_value(CASE WHEN NOT is_confirmation THEN revision_id END IGNORE NULLS) OVER (
            PARTITION BY indicator_id, year, state, is_undone
            ORDER BY seq, revision_id) AS confirmed_id
    FROM joined
    SEMI JOIN (FROM joined WHERE is_confirmation) AS repeating USING (indicator_id, year)
),
repeated_in_force AS (
    SELECT revision_id
    FROM repeated
    WHERE confirmed_id IS NOT NULL
    QUALIFY bool_or(is_figure) OVER (
        PARTITION BY indicator_id, year, state, is_undone, confirmed_id)
)
SELECT
    joined.* EXCLUDE (seq, stated, is_figure, follows_undo),
    is_figure OR revision_id IN (FROM repeated_in_force) AS is_in_force
FROM joined
-- An undo that brings back what a live file states is told of that file.
WHERE NOT (follows_undo AND (is_undone OR is_confirmation))
ORDER BY year DESC, indicator_id, seq DESC, is_in_force DESC, revision_id DESC
