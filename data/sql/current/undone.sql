-- How many uploads were undone, or brought back, after the given number.
SELECT count(*) AS undone
FROM facts.upload
WHERE seq > $upload_seq AND undoes_upload_id IS NOT NULL
