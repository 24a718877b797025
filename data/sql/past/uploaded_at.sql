-- One row: when the newest upload up to a number came in; without one a time before all.
SELECT coalesce(max_by(uploaded_at, seq), TIMESTAMP '1900-01-01') AS uploaded_at
FROM facts.upload
WHERE seq <= $seq
