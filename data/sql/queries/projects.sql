-- One row per project of the present register, with the names of item and area.
SELECT
    project.project_id, project.item_id, item.name_zh AS item_zh, item.name_en AS item_en,
    item.box_no, item.kind, project.area_id, area.name_zh AS area_zh, area.name_en AS area_en,
    area.level, area.subregion,
    CASE WHEN area.level = 'county' THEN area.parent_id ELSE area.area_id END AS prefecture_id,
    project.name, project.stage, project.stage_on, project.quantity, project.size,
    project.size_unit, project.investment_wan, project.funding_source, project.operator,
    project.started_on, project.finished_on, project.evidence_document, project.evidence_link,
    project.longitude, project.latitude, project.state, project.note, project.upload_id,
    project.revision_id, project.seq, project.recorded_at, project.recorded_by
FROM facts.project AS project
LEFT JOIN plan.box_item AS item USING (item_id)
LEFT JOIN plan.area AS area USING (area_id)
ORDER BY item.box_no NULLS LAST, item.item_id, project.area_id, project.name, project.project_id
