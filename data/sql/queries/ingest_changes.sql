-- One row per row of plan.area_change, for the books of names of the reader.
SELECT * FROM plan.area_change
