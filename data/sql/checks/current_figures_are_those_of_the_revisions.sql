-- What is kept as current is what revisions, uploads, steps and published series give, both ways.
WITH given AS (
    SELECT * FROM current.compute_figures('current.every_key')
)
SELECT 'not kept' AS fault, missing.* FROM (FROM given EXCEPT ALL FROM current.figure) AS missing
UNION ALL
SELECT 'kept wrongly', extra.* FROM (FROM current.figure EXCEPT ALL FROM given) AS extra
UNION ALL
SELECT
    'behind', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL
FROM current.state
HAVING max(revision_seq) <> (SELECT coalesce(max(seq), 0) FROM facts.observation_row)
    OR max(upload_seq) <> (SELECT coalesce(max(seq), 0) FROM facts.upload)
    OR max(step_seq) <> (SELECT coalesce(max(seq), 0) FROM facts.step_revision)
