-- Takes revisions over as figures: each is the only one of its key (current/all_new).
INSERT INTO current.figure BY NAME
SELECT
    indicator_id, area_id, period, year, value, unit, state, source, note, revision_id,
    upload_id, recorded_at, recorded_by, false AS sources_disagree, false AS is_computed,
    true AS is_in_force
FROM facts.observation_revision
WHERE seq > $revision_seq
