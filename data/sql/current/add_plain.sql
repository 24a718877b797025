-- Takes over as figures, in their order, the values sent after a number that stand as they are
-- (current/find_disputed).
INSERT INTO current.figure BY NAME
SELECT
    indicator_id, area_id, period, year, value, unit, state, source, note, revision_id,
    upload_id, recorded_at, recorded_by, false AS sources_disagree, false AS is_computed,
    true AS is_in_force
FROM facts.observation_revision
WHERE seq > $revision_seq AND seq NOT IN (SELECT seq FROM disputed)
