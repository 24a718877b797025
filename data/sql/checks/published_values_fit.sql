-- Published figures are within their indicator's bounds and name their source.
SELECT published.indicator_id, published.area_id, published.year, published.value
FROM plan.published AS published JOIN plan.indicator AS indicator USING (indicator_id)
WHERE published.value < indicator.lower_bound OR published.value > indicator.upper_bound
   OR published.source IS NULL OR published.value IS NULL OR published.year < 1949
