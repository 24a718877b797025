-- Two rows, the numbers of the newest revision, upload and step: first those that current.figure
-- holds, then those that there are. Only the rows from the held number on are looked at: within a
-- write the greatest of all would be looked for in every row.
WITH held AS MATERIALIZED (
    SELECT
        max(revision_seq) AS revision_seq, max(upload_seq) AS upload_seq,
        max(step_seq) AS step_seq
    FROM current.state
)
SELECT revision_seq, upload_seq, step_seq
FROM (
    SELECT 1 AS place, revision_seq, upload_seq, step_seq FROM held
    UNION ALL
    SELECT
        2,
        (SELECT coalesce(max(seq), 0)
         FROM facts.observation_row
         WHERE seq >= (SELECT revision_seq FROM held)),
        (SELECT coalesce(max(seq), 0) FROM facts.upload),
        (SELECT coalesce(max(seq), 0) FROM facts.step_revision))
ORDER BY place
