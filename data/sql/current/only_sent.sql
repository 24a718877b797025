-- One row: whether nothing was undone or returned after the given numbers, but only sent.
SELECT
    NOT EXISTS (FROM facts.upload WHERE seq > $upload_seq AND undoes_upload_id IS NOT NULL)
    AND NOT EXISTS (FROM facts.step_revision WHERE seq > $step_seq AND step = 'returned')
    AS is_only_sent
