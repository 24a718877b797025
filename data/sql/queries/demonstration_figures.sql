-- One row: whether any figure in force is made up, by the mark in its note.
SELECT count(*) > 0 AS is_loaded FROM facts.figure WHERE contains(note, $mark)
