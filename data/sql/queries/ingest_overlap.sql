-- One row: how many live revisions there are of the indicators, areas and years of batch.
SELECT count(*) AS revisions
FROM facts.live_revision
WHERE indicator_id IN (SELECT DISTINCT indicator_id FROM batch)
  AND area_id IN (SELECT DISTINCT area_id FROM batch)
  AND year BETWEEN (SELECT min(year) FROM batch) AND (SELECT max(year) FROM batch)
