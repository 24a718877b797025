-- One row: how many revisions there are.
SELECT count(*) AS revisions
FROM facts.observation_row
