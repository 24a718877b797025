-- One row per revision of a matter and unit that handles it; the lead unit comes first.
WITH unit AS (
    SELECT unit_id, name, kind
    FROM facts.unit_revision
    QUALIFY row_number() OVER (PARTITION BY unit_id ORDER BY seq DESC) = 1)
SELECT handling.matter_revision_id, handling.part, handling.unit_id, unit.name, unit.kind
FROM plan.matter_unit_revision AS handling
JOIN unit USING (unit_id)
ORDER BY handling.matter_revision_id, handling.position
