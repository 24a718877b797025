-- One row per level that the plan states: the targets that its indicator measures, the target
-- that it is about though it does not measure it, and the figures of its year that others state
-- of the same area and of the region.
WITH used AS (
    SELECT indicator_id, count(*) AS targets FROM plan.target_measure GROUP BY indicator_id
),
measured AS (
    SELECT
        measure.target_id, first(indicator.name_zh) AS measure_zh,
        first(indicator.name_en) AS measure_en
    FROM plan.target_measure AS measure
    JOIN plan.indicator AS indicator USING (indicator_id)
    WHERE measure.is_primary
    GROUP BY measure.target_id
)
SELECT
    baseline.indicator_id AS subject_id, indicator.name_zh, indicator.name_en,
    indicator.aggregation, baseline.area_id, area.name_zh AS area_zh, area.name_en AS area_en, baseline.year,
    baseline.value, baseline.unit, baseline.clause_id, coalesce(used.targets, 0) AS targets,
    target.target_id, target.name_zh AS target_zh, target.name_en AS target_en,
    target.clause_id AS target_clause_id, measured.measure_zh, measured.measure_en,
    own.value AS own_value, own.state AS own_state, region.value AS region_value
FROM plan.baseline AS baseline
JOIN plan.indicator AS indicator USING (indicator_id)
JOIN plan.area AS area USING (area_id)
LEFT JOIN used ON used.indicator_id = baseline.indicator_id
LEFT JOIN plan.target AS target ON target.target_id = baseline.about_target_id
LEFT JOIN measured ON measured.target_id = target.target_id
LEFT JOIN facts.figure AS own
    ON own.indicator_id = baseline.indicator_id AND own.area_id = baseline.area_id
    AND own.year = baseline.year AND own.period = 'Y'
LEFT JOIN facts.figure AS region
    ON region.indicator_id = baseline.indicator_id AND region.area_id = '650000'
    AND region.year = baseline.year AND region.period = 'Y' AND baseline.area_id <> '650000'
ORDER BY baseline.rowid
