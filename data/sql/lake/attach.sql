-- The lake: its catalogue, the folder of its files, and up to how many rows of one write stay in the
-- catalogue instead of a file of their own.
ATTACH {address} AS lake (DATA_PATH {files}, DATA_INLINING_ROW_LIMIT {inlined})
