-- Reads a file with a column per year and inserts its figures.
INSERT INTO revision
SELECT indicator_id, area_id, replace(year, '年', '')::INTEGER, value, unit
FROM (UNPIVOT (FROM read_csv($file)) ON COLUMNS('年') INTO NAME year VALUE value)
