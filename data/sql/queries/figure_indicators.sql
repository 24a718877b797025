-- One row per indicator with a yearly figure of any area.
SELECT DISTINCT indicator_id FROM facts.figure WHERE period = 'Y'
