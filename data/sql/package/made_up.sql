-- One row: whether any record of a figure or of a project is made up, undone ones among them.
SELECT
    EXISTS (FROM facts.observation_revision WHERE contains(note, $mark))
    OR EXISTS (FROM facts.project_revision WHERE state = 'demonstration') AS is_made_up
