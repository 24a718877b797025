-- One row per revision of a project that counts (its upload is not undone), oldest first.
SELECT
    revision.project_id, revision.revision_id, revision.item_id, revision.area_id,
    revision.name, revision.stage, revision.stage_on, revision.quantity, revision.size,
    revision.size_unit, revision.investment_wan, revision.funding_source, revision.operator,
    revision.started_on, revision.finished_on, revision.evidence_document,
    revision.evidence_link, revision.longitude, revision.latitude, revision.state,
    revision.note, revision.upload_id, revision.recorded_at, revision.recorded_by,
    revision.is_withdrawn
FROM plan.project_revision AS revision
LEFT JOIN facts.upload_state AS upload USING (upload_id)
WHERE coalesce(upload.root_is_live, true)
ORDER BY revision.seq
