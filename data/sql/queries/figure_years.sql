-- One row per year with a yearly figure of any area, newest first.
SELECT DISTINCT year FROM facts.figure WHERE period = 'Y' ORDER BY year DESC;
