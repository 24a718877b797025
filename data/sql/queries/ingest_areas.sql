-- One row per row of plan.area, for the books of names of the reader.
SELECT * FROM plan.area
