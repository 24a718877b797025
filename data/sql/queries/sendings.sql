-- One row: how many uploads of figures count, when the newest of them came in, and from whom.
SELECT count(*) AS uploads, max(uploaded_at) AS last_at, arg_max_null(uploaded_by, seq) AS last_by
FROM facts.upload_state
WHERE dataset = 'observations' AND undoes_upload_id IS NULL AND root_is_live
