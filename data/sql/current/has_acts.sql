-- One row: whether any of the revisions was recorded without an upload, and may follow from the balance.
SELECT EXISTS (FROM due_revision WHERE upload_id IS NULL AND seq > 0) AS is_any
