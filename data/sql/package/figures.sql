-- One row per indicator, area, year and period: the figure in force, with the revision that
-- first stated its value.
SELECT * FROM current.credit_figures('facts.figure')
