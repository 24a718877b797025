-- What is kept as current is what revisions, uploads, steps and published series give, both ways.
WITH given AS (
    SELECT *
    FROM current.compute_figures(
        'current.every_key', first_area := $first_id, last_area := $next_id)
    WHERE area_id < $next_id
),
kept AS (
    SELECT * FROM current.figure WHERE area_id >= $first_id AND area_id < $next_id
)
SELECT 'not kept' AS fault, missing.* FROM (FROM given EXCEPT ALL FROM kept) AS missing
UNION ALL
SELECT 'kept wrongly', extra.* FROM (FROM kept EXCEPT ALL FROM given) AS extra
UNION ALL
SELECT
    'behind', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL
FROM current.state
HAVING max(revision_seq) <> (SELECT coalesce(max(seq), 0) FROM facts.observation_row)
    OR max(upload_seq) <> (SELECT coalesce(max(seq), 0) FROM facts.upload)
    OR max(step_seq) <> (SELECT coalesce(max(seq), 0) FROM facts.step_revision)
