-- One row per act on a project after the numbers of the earlier day: a revision, or an undo of the
-- list that brought one; and the revision of the project that stood after it (NULL where none
-- did). By project, oldest first. Revisions and undos have numbers of their own, so their order
-- follows from when they were recorded.
WITH act AS MATERIALIZED (
    SELECT
        root_id, uploaded_at, uploaded_by, undoes_upload_id, seq,
        lead(uploaded_at) OVER of_root AS next_at,
        row_number() OVER of_root % 2 = 1 AS is_live
    FROM facts.upload_state
    WINDOW of_root AS (PARTITION BY root_id ORDER BY seq)
),
moment AS (
    SELECT project_id, recorded_at AS acted_at, recorded_by AS acted_by, 'sent' AS act
    FROM facts.project_revision
    WHERE seq > $revision_seq
    UNION
    SELECT
        revision.project_id, act.uploaded_at, act.uploaded_by,
        CASE WHEN act.is_live THEN 'restored' ELSE 'undo' END
    FROM act
    JOIN facts.project_revision AS revision ON revision.upload_id = act.root_id
    WHERE act.seq > $upload_seq AND act.undoes_upload_id IS NOT NULL
),
stood AS (
    SELECT moment.acted_at, moment.act, revision.*
    FROM moment
    JOIN facts.project_revision AS revision
        ON revision.project_id = moment.project_id AND revision.recorded_at <= moment.acted_at
    LEFT JOIN act
        ON act.root_id = revision.upload_id AND act.is_live
        AND act.uploaded_at <= moment.acted_at
        AND (act.next_at IS NULL OR act.next_at > moment.acted_at)
    WHERE revision.upload_id IS NULL OR act.root_id IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY moment.project_id, moment.acted_at, moment.act ORDER BY revision.seq DESC) = 1
)
SELECT
    moment.project_id, moment.acted_at, moment.acted_by, moment.act,
    CASE WHEN NOT stood.is_withdrawn THEN stood.revision_id END AS revision_id,
    stood.item_id, stood.area_id, stood.name, stood.stage, stood.stage_on, stood.quantity,
    stood.size, stood.size_unit, stood.investment_wan, stood.funding_source, stood.operator,
    stood.started_on, stood.finished_on, stood.evidence_document, stood.evidence_link,
    stood.longitude, stood.latitude, stood.state
FROM moment
LEFT JOIN stood USING (project_id, acted_at, act)
ORDER BY moment.project_id, moment.acted_at
