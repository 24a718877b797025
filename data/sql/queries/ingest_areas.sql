-- One row per area, including the groups that users defined, for the books of names.
SELECT * FROM facts.area
