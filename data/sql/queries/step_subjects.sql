-- One row per id of batch that is a revision of a figure: its key.
SELECT revision_id AS subject_id, indicator_id, area_id, year, period
FROM facts.observation_row
JOIN facts.observation_part USING (part_id)
WHERE revision_id IN (SELECT subject_id::UUID FROM batch)
