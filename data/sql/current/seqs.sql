-- Two rows, the numbers of the newest revision and upload: first those that current.figure
-- holds, then those that there are.
SELECT revision_seq, upload_seq
FROM (
    SELECT 1 AS place, max(revision_seq) AS revision_seq, max(upload_seq) AS upload_seq
    FROM current.state
    UNION ALL
    SELECT
        2,
        (SELECT coalesce(max(seq), 0) FROM facts.observation_row),
        (SELECT coalesce(max(seq), 0) FROM facts.upload))
ORDER BY place
