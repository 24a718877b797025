-- One row per year that has a yearly figure of any area.
SELECT DISTINCT year FROM {table} WHERE period = 'Y' ORDER BY year DESC
