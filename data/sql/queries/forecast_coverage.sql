-- One row per span of years ahead: how often published values were in the 95 % interval,
-- of how many series, in which years.
SELECT first_ahead, last_ahead, forecasts, covered, covered / forecasts AS share, series,
    first_year, last_year
FROM plan.forecast_coverage
ORDER BY last_ahead - first_ahead DESC, first_ahead
