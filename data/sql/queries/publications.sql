-- One row per document that was published, newest first.
SELECT number, subject, area_id, year, published_on, content, recorded_at, recorded_by, seq
FROM facts.publication_revision
WHERE subject = $subject AND NOT is_withdrawn
ORDER BY seq DESC
