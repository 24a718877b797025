-- Takes away the figures in whose place others were taken over (current/add_plain): those have
-- uploads after the given number.
DELETE FROM current.figure AS figure
USING (
    SELECT indicator_id, area_id, period, year
    FROM current.figure
    WHERE upload_id IN (SELECT upload_id FROM facts.upload WHERE seq > $upload_seq)) AS newer
WHERE figure.indicator_id = newer.indicator_id AND figure.area_id = newer.area_id
    AND figure.period = newer.period AND figure.year = newer.year
    AND coalesce(
        figure.upload_id NOT IN (SELECT upload_id FROM facts.upload WHERE seq > $upload_seq), true)
