-- One row per figure that was derived from the balance: its newest revision, withdrawn or not.
SELECT indicator_id, area_id, year, value, source, note, is_withdrawn
FROM facts.observation_revision
WHERE indicator_id IN ('actual_load', 'carrying_capacity')
  AND state = 'derived' AND upload_id IS NULL
QUALIFY row_number() OVER (PARTITION BY indicator_id, area_id, year ORDER BY seq DESC) = 1
