-- One row per figure that was released: the value that was released last, under which decision, and
-- what became of it. now is same, unverified (the value stands, no longer verified), revised
-- (another value stands) or gone.
-- A NULL parameter asks for all.
WITH release AS (
    FROM facts.step
    WHERE step = 'released'
        AND ($indicator_id IS NULL OR indicator_id = $indicator_id)
        AND ($year IS NULL OR year = $year)
        AND ($areas::VARCHAR[] IS NULL OR list_contains($areas::VARCHAR[], area_id))
    QUALIFY row_number() OVER (
        PARTITION BY indicator_id, area_id, year, period ORDER BY seq DESC) = 1
)
SELECT
    release.step_id, release.indicator_id, release.area_id, release.year, release.period,
    release.value, indicator.unit, release.document_no, release.decided_on, release.recorded_by,
    release.recorded_at, figure.value AS value_now, figure.state AS state_now,
    CASE
        WHEN figure.value IS NULL THEN 'gone'
        WHEN abs(figure.value - release.value)
            > 1e-9 * greatest(abs(figure.value), abs(release.value)) THEN 'revised'
        WHEN figure.state <> 'verified' THEN 'unverified'
        ELSE 'same' END AS now
FROM release
JOIN plan.indicator AS indicator USING (indicator_id)
LEFT JOIN facts.observation AS figure USING (indicator_id, area_id, year, period)
ORDER BY release.indicator_id, release.area_id, release.year, release.period
