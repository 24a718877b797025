-- One row: whether any figure in force is made up, by the mark in its note. Rows without a note are passed
-- over by what DuckDB knows of them; asked whether a note is missing, it looks at each.
SELECT count(*) > 0 AS is_loaded
FROM facts.figure
WHERE note > '' AND contains(note, $mark)
