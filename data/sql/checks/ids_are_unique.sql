-- Every id occurs once in its table.
SELECT 'indicator' AS table_name, indicator_id AS id, count(*) AS found FROM plan.indicator GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'clause', clause_id, count(*) FROM plan.clause GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'goal', goal_id, count(*) FROM plan.goal GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'target', target_id, count(*) FROM plan.target GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'reading', reading_id, count(*) FROM plan.reading GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'area', area_id, count(*) FROM plan.area GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'role', role_id, count(*) FROM plan.role GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'box_item', item_id, count(*) FROM plan.box_item GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'grassland_type', type_id, count(*) FROM plan.grassland_type GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'unit', unit, count(*) FROM plan.unit GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'industry', industry_id, count(*) FROM plan.industry GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'threshold', threshold_id, count(*) FROM plan.threshold GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'clock', clock_id, count(*) FROM plan.clock GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'clock_reading', reading_id, count(*) FROM plan.clock_reading GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'holiday', day, count(*) FROM plan.holiday GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'county_role', role_id || ' ' || area_id, count(*) FROM plan.county_role GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'plan_item', item_id, count(*) FROM plan.plan_item GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'box_term', subject_kind || ' ' || subject_id || ' ' || kind || ' ' || position, count(*) FROM plan.box_term GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'source', source, count(*) FROM plan.source GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'series_break', indicator_id || ' ' || area_id || ' ' || after_year, count(*) FROM (
    SELECT indicator_id, area_id, after_year FROM plan.series_break
    UNION ALL SELECT indicator_id, area_id, after_year FROM plan.series_question) GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'published', indicator_id || ' ' || area_id || ' ' || year || ' ' || period, count(*) FROM plan.published WHERE is_current GROUP BY ALL HAVING count(*) > 1
