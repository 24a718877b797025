-- One row per word that was read in a sheet of the file that an upload came with, in the order of
-- the file. A verification names the file of the upload that it verifies.
WITH own AS (
    SELECT upload_id, sha256, seq FROM facts.upload WHERE upload_id = TRY_CAST($upload_id AS UUID)
),
read_upload AS (
    SELECT upload.upload_id
    FROM facts.upload AS upload
    JOIN own ON upload.sha256 = own.sha256 AND upload.seq <= own.seq
    WHERE upload.upload_id IN (SELECT upload_id FROM facts.read_word)
    ORDER BY upload.seq DESC
    LIMIT 1
)
SELECT row_no, column_name, text, read_as, meaning
FROM facts.read_word
WHERE upload_id = (SELECT upload_id FROM read_upload) AND sheet IS NOT DISTINCT FROM $sheet
ORDER BY row_no NULLS FIRST, length(column_name), column_name
