-- One row per name and area: the newest weight that users sent, unless withdrawn.
SELECT name, area_id, weight, recorded_at, recorded_by
FROM facts.weight_revision
QUALIFY row_number() OVER (PARTITION BY name, area_id ORDER BY seq DESC) = 1
    AND NOT is_withdrawn
ORDER BY name, area_id
