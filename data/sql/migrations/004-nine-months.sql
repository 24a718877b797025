-- The first three quarters have the code of January to September, as every stretch of a year
-- has one code. The code is renamed, no figure changes; a copy of the file was put aside before.

UPDATE facts.observation_revision SET period = 'C09' WHERE period = 'Q1-Q3';
