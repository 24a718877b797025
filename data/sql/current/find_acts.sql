-- The acts of the balance that the revisions of one slice of few keys follow from.
CREATE OR REPLACE TEMP TABLE due_act AS
FROM current.balance_act SEMI JOIN due_revision USING (revision_id)
