-- One row per unit: its newest name, unless withdrawn.
SELECT unit_id, name, kind
FROM facts.unit_revision
QUALIFY row_number() OVER (PARTITION BY unit_id ORDER BY seq DESC) = 1 AND NOT is_withdrawn
ORDER BY name
