-- Says how far current.figure is, and how many rows were put behind the sorted ones.
INSERT INTO current.state BY NAME
SELECT
    $revision_seq AS revision_seq, $upload_seq AS upload_seq, $step_seq AS step_seq,
    $unsorted_rows AS unsorted_rows
