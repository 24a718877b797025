-- Reads a tidy file and inserts its own five columns.
INSERT INTO revision SELECT * FROM read_csv($file)
