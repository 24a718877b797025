-- Every unit of an indicator, baseline or published figure is known, and a figure's unit
-- is its indicator's own.
WITH spelling AS (
    SELECT unit AS spelling FROM plan.unit
    UNION SELECT unnest(string_split(spellings, '|')) FROM plan.unit WHERE spellings IS NOT NULL
)
SELECT 'indicator' AS table_name, indicator_id, unit FROM plan.indicator
WHERE unit NOT IN (SELECT spelling FROM spelling)
UNION ALL
SELECT 'baseline', baseline.indicator_id, baseline.unit
FROM plan.baseline AS baseline JOIN plan.indicator AS indicator USING (indicator_id)
WHERE baseline.unit <> indicator.unit
UNION ALL
SELECT 'published', published.indicator_id, published.unit
FROM plan.published AS published JOIN plan.indicator AS indicator USING (indicator_id)
WHERE published.unit <> indicator.unit
