-- One row per source of a yearly figure.
SELECT DISTINCT source FROM facts.figure WHERE period = 'Y' AND source IS NOT NULL
