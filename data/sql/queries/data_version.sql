-- One row: the newest number of each kind of record, by its table; equal numbers mean the same facts.
-- What comes later is put at the end: a briefing pack states them in this order.
SELECT
    (SELECT coalesce(max(seq), 0) FROM facts.upload) AS upload,
    (SELECT coalesce(max(seq), 0) FROM facts.observation_revision) AS observation_revision,
    (SELECT coalesce(max(seq), 0) FROM facts.project_revision) AS project_revision,
    (SELECT coalesce(max(seq), 0) FROM facts.decision_revision) AS decision_revision,
    (SELECT coalesce(max(seq), 0) FROM facts.allocation_revision) AS allocation_revision,
    (SELECT coalesce(max(seq), 0) FROM facts.group_member_revision) AS group_member_revision,
    (SELECT coalesce(max(seq), 0) FROM facts.weight_revision) AS weight_revision,
    (SELECT coalesce(max(seq), 0) FROM facts.setting_revision) AS setting_revision,
    (SELECT coalesce(max(seq), 0) FROM facts.step_revision) AS step_revision,
    (SELECT coalesce(max(seq), 0) FROM facts.group_revision) AS group_revision
