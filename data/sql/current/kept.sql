-- One row per figure that is kept.
FROM current.figure
