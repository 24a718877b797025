-- The revisions that the figures of one slice of few keys are computed from, and some beside them:
-- plain lists of ids (current/due_reach) reach the scan of the table, which a join with the keys does
-- not. What was sent together lies together: by the first and last area most of the table is passed
-- over unread.
CREATE OR REPLACE TEMP TABLE due_revision AS
FROM facts.live_revision
WHERE area_id BETWEEN list_min($area_ids::VARCHAR[]) AND list_max($area_ids::VARCHAR[])
    AND list_contains($input_ids::VARCHAR[], indicator_id)
    AND list_contains($area_ids::VARCHAR[], area_id)
    AND year BETWEEN $first_year AND $last_year
