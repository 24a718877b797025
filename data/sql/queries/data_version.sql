-- One row: the newest number of each kind of record; equal numbers mean the same facts.
SELECT
    (SELECT coalesce(max(seq), 0) FROM facts.upload) AS uploads,
    (SELECT coalesce(max(seq), 0) FROM facts.observation_revision) AS figures,
    (SELECT coalesce(max(seq), 0) FROM facts.project_revision) AS projects,
    (SELECT coalesce(max(seq), 0) FROM facts.decision_revision) AS decisions,
    (SELECT coalesce(max(seq), 0) FROM facts.allocation_revision) AS allocations,
    (SELECT coalesce(max(seq), 0) FROM facts.group_member_revision) AS members,
    (SELECT coalesce(max(seq), 0) FROM facts.weight_revision) AS weights,
    (SELECT coalesce(max(seq), 0) FROM facts.setting_revision) AS settings
