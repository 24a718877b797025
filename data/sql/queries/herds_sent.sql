-- One row per kind, age and place of animals, year and season that was ever sent, whatever became of it:
-- as it was sent last.
SELECT area_id, year, season, kind, age, place, head, source, note
FROM facts.herd_revision
QUALIFY row_number() OVER (
    PARTITION BY area_id, year, season, kind, age, place ORDER BY seq DESC) = 1
