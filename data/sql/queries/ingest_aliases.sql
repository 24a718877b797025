-- One row per row of plan.area_alias, for the books of names of the reader.
SELECT * FROM plan.area_alias
