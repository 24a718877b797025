-- One row: until when an upload was the newest (UTC), and the numbers of the uploads and the values that
-- were recorded then. Numbers grow as writes are committed; a clock may go wrong. What follows from the
-- balance has no upload of its own: it counts as later where it came after a later file of the balance.
WITH later AS (
    SELECT * FROM facts.upload WHERE seq > $seq
),
later_part AS (
    SELECT part_id
    FROM facts.observation_part
    WHERE upload_id IN (SELECT upload_id FROM later)
        OR upload_id IS NULL
            AND recorded_at >= (SELECT min(uploaded_at) FROM later WHERE dataset = 'balance')
)
SELECT
    (SELECT min_by(uploaded_at, seq) FROM later) - INTERVAL 1 MICROSECOND AS until,
    $seq::BIGINT AS upload,
    coalesce(
        (SELECT min(seq) - 1 FROM facts.observation_row
         WHERE part_id IN (SELECT part_id FROM later_part)),
        (SELECT max(seq) FROM facts.observation_row),
        0) AS observation_revision
