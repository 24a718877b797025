-- One row per row of plan.indicator, for the books of names of the reader.
SELECT * FROM plan.indicator
