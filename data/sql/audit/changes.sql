-- One row per change that the plan reports: the figures of both years that others state of the
-- same area (own_…) and of the region (region_…), and whether a series break lies between.
WITH figure AS (
    SELECT indicator_id, area_id, year, value FROM facts.figure WHERE period = 'Y'
)
SELECT
    change.change_id AS subject_id, change.indicator_id, indicator.name_zh, indicator.name_en,
    indicator.aggregation, indicator.unit, change.area_id, area.name_zh AS area_zh,
    area.name_en AS area_en, change.from_year, change.to_year, change.change_pct,
    change.comparator, change.clause_id, baseline.value AS to_level,
    own_from.value AS own_from, own_to.value AS own_to,
    region_from.value AS region_from, region_to.value AS region_to,
    EXISTS (
        SELECT 1 FROM plan.series_break_all AS gap
        WHERE gap.indicator_id = change.indicator_id
          AND gap.area_id IN (change.area_id, '650000')
          AND gap.after_year >= change.from_year AND gap.after_year < change.to_year) AS has_break
FROM plan.baseline_change AS change
JOIN plan.indicator AS indicator USING (indicator_id)
JOIN plan.area AS area USING (area_id)
LEFT JOIN plan.baseline AS baseline
    ON baseline.indicator_id = change.indicator_id AND baseline.area_id = change.area_id
    AND baseline.year = change.to_year
LEFT JOIN figure AS own_from
    ON own_from.indicator_id = change.indicator_id AND own_from.area_id = change.area_id
    AND own_from.year = change.from_year
LEFT JOIN figure AS own_to
    ON own_to.indicator_id = change.indicator_id AND own_to.area_id = change.area_id
    AND own_to.year = change.to_year
LEFT JOIN figure AS region_from
    ON region_from.indicator_id = change.indicator_id AND region_from.area_id = '650000'
    AND region_from.year = change.from_year
LEFT JOIN figure AS region_to
    ON region_to.indicator_id = change.indicator_id AND region_to.area_id = '650000'
    AND region_to.year = change.to_year
ORDER BY change.rowid
