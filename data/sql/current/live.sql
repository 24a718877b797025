-- One row per revision that still counts.
FROM facts.live_revision
