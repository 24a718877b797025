-- Reads the file and inserts its own five columns into a table on disk.
CREATE TABLE revision AS
SELECT * FROM read_csv($file)
