-- One row per row of plan.unit, for the books of names of the reader.
SELECT * FROM plan.unit
