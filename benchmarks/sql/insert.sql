-- Reads the file and inserts the columns of a revision into a table on disk.
CREATE TABLE revision AS
SELECT
    uuidv7()::VARCHAR AS revision_id, indicator_id, area_id, year, 'Y' AS period,
    CASE unit WHEN '吨' THEN value::DOUBLE / 10000 ELSE value::DOUBLE END AS value,
    '万吨' AS unit, value AS value_read, unit AS unit_read, area_id AS area_read,
    'figures' AS sheet, (row_number() OVER () + 1)::INTEGER AS file_row, 'D' AS file_column,
    'reported' AS state, NULL::VARCHAR AS source, NULL::VARCHAR AS note, 'upload' AS upload_id,
    now()::TIMESTAMP AS recorded_at, 'benchmark' AS recorded_by, false AS is_withdrawn
FROM read_csv($file, header = true, columns = {
    'indicator_id': 'VARCHAR', 'area_id': 'VARCHAR', 'year': 'INTEGER', 'value': 'VARCHAR',
    'unit': 'VARCHAR'})
