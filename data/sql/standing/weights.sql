-- One row per county of a set of weights: its newest revision.
SELECT seq, recorded_by, recorded_at, is_withdrawn, area_id, weight
FROM facts.weight_revision
WHERE name = $weights_name
QUALIFY row_number() OVER (PARTITION BY area_id ORDER BY seq DESC) = 1
ORDER BY area_id
