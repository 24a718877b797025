-- The lake: its catalogue, and the folder of its files.
ATTACH {address} AS lake (DATA_PATH {files})
