-- No acts of the balance (current/find_acts), which the engine takes long to plan.
CREATE OR REPLACE TEMP TABLE due_act AS
SELECT
    revision_id, upload_id, upload_id AS undoes_upload_id, false AS root_is_live,
    false AS is_newest
FROM due_revision
LIMIT 0
