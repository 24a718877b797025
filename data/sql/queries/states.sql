-- One row per state of a figure, the strongest first.
SELECT state FROM plan.state_rank ORDER BY rank DESC
