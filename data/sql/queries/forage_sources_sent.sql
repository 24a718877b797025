-- One row per source of other forage, year and season that was ever sent, whatever became of it: as it
-- was sent last.
SELECT area_id, year, season, kind, name, amount_t, condition, source, note
FROM facts.forage_source_revision
QUALIFY row_number() OVER (
    PARTITION BY area_id, year, season, kind, name ORDER BY seq DESC) = 1
