-- One row per area, the groups that users defined among them, for the books of names.
SELECT * FROM facts.area
