-- One row: how many current figures there are.
SELECT count(*) AS figures FROM facts.figure
