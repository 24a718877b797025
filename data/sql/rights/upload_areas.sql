-- One row per area that an upload, or the one at the root of its undos, has rows of, and whether
-- they were vouched for: recorded as verified, published or derived. Factors are of the region.
WITH root AS (
    SELECT root_id FROM facts.upload_state WHERE upload_id = TRY_CAST($upload_id AS UUID)
)
SELECT DISTINCT area_id, state IN ('verified', 'published', 'derived') AS is_vouched
FROM facts.observation_revision WHERE upload_id IN (FROM root)
UNION
SELECT area_id, state = 'verified' FROM facts.project_revision WHERE upload_id IN (FROM root)
UNION
SELECT area_id, false FROM facts.pasture_revision WHERE upload_id IN (FROM root)
UNION
SELECT area_id, false FROM facts.forage_source_revision WHERE upload_id IN (FROM root)
UNION
SELECT area_id, false FROM facts.herd_revision WHERE upload_id IN (FROM root)
UNION
SELECT '650000', false FROM facts.factor_revision WHERE upload_id IN (FROM root)
