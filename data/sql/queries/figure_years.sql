-- One row per year with a yearly figure of any area, newest first.
SELECT year FROM facts.figure WHERE period = 'Y' GROUP BY year ORDER BY year DESC;
