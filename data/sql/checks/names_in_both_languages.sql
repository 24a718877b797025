-- Every name exists in Chinese and in English.
WITH named AS (
    SELECT 'indicator' AS table_name, indicator_id AS id, name_zh, name_en FROM plan.indicator
    UNION ALL SELECT 'clause', clause_id, title_zh, title_en FROM plan.clause
    UNION ALL SELECT 'goal', goal_id, name_zh, name_en FROM plan.goal
    UNION ALL SELECT 'box label', box_no::VARCHAR, label_zh, label_en FROM plan.box
    UNION ALL SELECT 'target', target_id, name_zh, name_en FROM plan.target
    UNION ALL SELECT 'reading', reading_id, name_zh, name_en FROM plan.reading
    UNION ALL SELECT 'reading rationale', reading_id, rationale_zh, rationale_en FROM plan.reading
    UNION ALL SELECT 'area', area_id, name_zh, name_en FROM plan.area
    UNION ALL SELECT 'industry', industry_id, name_zh, name_en FROM plan.industry
    UNION ALL SELECT 'grassland_type', type_id, name_zh, name_en FROM plan.grassland_type
    UNION ALL SELECT 'role', role_id, name_zh, name_en FROM plan.role
    UNION ALL SELECT 'box', box_no::VARCHAR, name_zh, name_en FROM plan.box
    UNION ALL SELECT 'box_item', item_id, name_zh, name_en FROM plan.box_item
    UNION ALL SELECT 'threshold', threshold_id, note_zh, note_en FROM plan.threshold
    UNION ALL SELECT 'clock', clock_id, name_zh, name_en FROM plan.clock
    UNION ALL SELECT 'clock_reading', reading_id, name_zh, name_en FROM plan.clock_reading
    UNION ALL SELECT 'clock_reading rationale', reading_id, rationale_zh, rationale_en
    FROM plan.clock_reading
    UNION ALL SELECT 'warning_rule', rule_id, message_zh, message_en FROM plan.warning_rule
    UNION ALL SELECT 'series_break', indicator_id || ' ' || after_year, note_zh, note
    FROM plan.series_break
    UNION ALL SELECT 'series_question', indicator_id || ' ' || after_year, note_zh, note
    FROM plan.series_question
    UNION ALL SELECT 'plan_item', item_id, name_zh, name_en FROM plan.plan_item
    UNION ALL SELECT 'box_term', subject_id || ' ' || position, name_zh, name_en FROM plan.box_term
    UNION ALL SELECT 'baseline note', indicator_id || ' ' || area_id, note, note_en
    FROM plan.baseline WHERE note IS NOT NULL OR note_en IS NOT NULL
    UNION ALL SELECT 'source', source, source, source_en FROM (
        SELECT source FROM plan.published UNION SELECT source FROM plan.series_break
        UNION SELECT source FROM plan.series_question)
    LEFT JOIN plan.source USING (source)
    UNION ALL SELECT 'published note', indicator_id || ' ' || year, note_zh, note
    FROM plan.published WHERE note IS NOT NULL OR note_zh IS NOT NULL
)
SELECT * FROM named WHERE name_zh IS NULL OR name_en IS NULL
