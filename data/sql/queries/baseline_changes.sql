-- One row per reported change of the plan and reading of it (reading_id NULL if its words
-- allow only one; only the decided one where one was decided), with the plan's own level of its
-- last year if the plan gives one.
WITH decided AS (
    SELECT subject_id, arg_max(reading_id, seq) AS reading_id
    FROM facts.decision
    WHERE kind = 'reading' AND subject_kind = 'baseline_change'
      AND coalesce(area_id, '650000') = '650000'
    GROUP BY subject_id
)
SELECT
    change.change_id, change.indicator_id, change.area_id, change.from_year, change.to_year,
    change.change_pct, change.comparator, change.clause_id, clause.path,
    baseline.value AS to_value, baseline.unit,
    reading.reading_id, coalesce(reading.kind, 'relative_change') AS kind,
    coalesce(reading.is_default, true) AS is_default,
    decided.reading_id IS NOT NULL AS is_decided,
    reading.name_zh AS reading_zh, reading.name_en AS reading_en
FROM plan.baseline_change AS change
JOIN plan.clause AS clause ON clause.clause_id = change.clause_id
LEFT JOIN plan.baseline AS baseline
    ON baseline.indicator_id = change.indicator_id
    AND baseline.area_id = change.area_id
    AND baseline.year = change.to_year
LEFT JOIN decided ON decided.subject_id = change.change_id
LEFT JOIN plan.reading AS reading
    ON reading.subject_kind = 'baseline_change' AND reading.subject_id = change.change_id
    AND reading.reading_id = coalesce(decided.reading_id, reading.reading_id)
ORDER BY change.rowid, reading.rowid
