-- One row: whether any figure in force is made up, by the mark in its note. Where no figure has a note, none
-- is read.
SELECT count(*) > 0 AS is_loaded
FROM facts.figure
WHERE note IS NOT NULL AND contains(note, $mark)
