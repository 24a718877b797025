-- One row per indicator, area, year and period: the figure in force, with the revision that
-- first stated its value.
SELECT * EXCLUDE (revision_id, stated_id), stated_id AS revision_id
FROM facts.figure
