-- One row: how many figures that an upload recorded are in force as returned.
SELECT count(*) AS returned
FROM facts.observation AS figure
SEMI JOIN (
    SELECT indicator_id, area_id, year, period
    FROM facts.observation_revision
    WHERE upload_id = TRY_CAST($upload_id AS UUID)
) AS own USING (indicator_id, area_id, year, period)
WHERE figure.state = 'returned'
