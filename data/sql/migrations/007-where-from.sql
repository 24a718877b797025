-- The files that users sent, as they were: in parts, so that a large one needs little memory.
CREATE TABLE facts.file_part (sha256 VARCHAR, part_no INTEGER, content BLOB);

-- What was read where in a file: the words of titles, headings and label columns (each distinct
-- text of a column at its first place), and each column's whole heading (read_as 'heading', at
-- the last row of the heading). What a sheet's name says has neither row nor column.
CREATE TABLE facts.read_word (
    upload_id UUID, sheet VARCHAR, row_no INTEGER, column_name VARCHAR, text VARCHAR,
    read_as VARCHAR, meaning VARCHAR);

-- What a new release changed in the tables of the plan, row by row: content is the row as JSON
-- without its missing values. So a former day can be seen with the tables of that day.
CREATE TABLE facts.plan_change (
    change_id VARCHAR, table_name VARCHAR, content VARCHAR, is_added BOOLEAN,
    recorded_at TIMESTAMP, seq BIGINT);
