-- One row: whether more rows than both limits stand behind the sorted ones.
SELECT
    sum(unsorted_rows) > greatest(
        $most_rows, $most_share * (SELECT count(*) FROM current.figure)) AS is_due
FROM current.state
