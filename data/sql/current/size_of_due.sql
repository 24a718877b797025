-- How many keys are due.
SELECT count(*) AS keys FROM due
