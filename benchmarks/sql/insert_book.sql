-- Inserts the figures of a sheet with a column per year.
INSERT INTO revision
SELECT indicator_id, area_id, replace(year, '年', '')::INTEGER, value, unit
FROM (UNPIVOT wide ON COLUMNS('年') INTO NAME year VALUE value)
