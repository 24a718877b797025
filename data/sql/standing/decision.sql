-- One row per decision of some kinds on a subject in an area: its newest revision.
SELECT * EXCLUDE (revision_id)
FROM plan.decision_revision
WHERE subject_kind = $subject_kind AND subject_id = $subject_id
  AND coalesce(area_id, '650000') = $area_id
  AND list_contains($kinds, kind)
QUALIFY row_number() OVER (PARTITION BY decision_id ORDER BY seq DESC) = 1
ORDER BY seq DESC
