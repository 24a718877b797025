-- Every record of a figure, with what its upload shares: a view that joins both.
SELECT * FROM facts.observation_revision
