-- The keys whose figures may have changed by revisions after the given number alone.
CREATE OR REPLACE TEMP TABLE due AS
SELECT indicator_id, area_id, year FROM current.find_sent_keys($revision_seq)
