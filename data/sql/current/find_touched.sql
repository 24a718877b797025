-- The keys whose figures may have changed since the given numbers.
CREATE OR REPLACE TEMP TABLE touched AS
SELECT indicator_id, area_id, year
FROM current.find_keys($revision_seq, $upload_seq, $step_seq)
