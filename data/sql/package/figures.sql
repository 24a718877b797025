-- One row per indicator, area, year and period: the figure in force.
SELECT * FROM facts.figure
