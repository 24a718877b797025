-- One row per row of batch (position, indicator_id, area_id, year, period) for which a computed figure is
-- in force.
SELECT
    batch.position, figure.value AS computed_value, figure.state AS computed_state,
    figure.source AS computed_source, state_rank.rank AS computed_rank
FROM batch
JOIN facts.figure AS figure USING (indicator_id, area_id, year, period)
JOIN plan.state_rank AS state_rank ON state_rank.state = figure.state
WHERE figure.is_computed
