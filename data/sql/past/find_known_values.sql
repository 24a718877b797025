-- One row, as of past/find_known, for the values that users sent: when is told by what they share with
-- others of their upload. Where none of these was recorded until then, no value is read.
SELECT
    coalesce((
        SELECT max(seq)
        FROM facts.observation_row
        WHERE part_id IN (
            SELECT part_id FROM facts.observation_part WHERE recorded_at <= $until)), 0) AS seq,
    (SELECT min(recorded_at) FROM facts.observation_part) AS first_at
