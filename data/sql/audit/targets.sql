-- One row per target: the plan's own levels of its primary measures, in its area.
SELECT
    target.target_id AS subject_id, target.name_zh, target.name_en, target.kind, target.clause_id,
    area.name_zh AS area_zh, area.name_en AS area_en,
    count(baseline.indicator_id) AS baselines, max(baseline.year) AS baseline_year
FROM plan.target AS target
JOIN plan.area AS area ON area.area_id = target.scope
JOIN plan.target_measure AS measure
    ON measure.target_id = target.target_id AND measure.is_primary
LEFT JOIN plan.baseline AS baseline
    ON baseline.indicator_id = measure.indicator_id AND baseline.area_id = target.scope
    AND baseline.year IS NOT NULL
GROUP BY ALL
ORDER BY min(target.rowid)
