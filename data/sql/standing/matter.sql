-- One row, or none: the newest revision of a matter.
SELECT * FROM plan.matter_revision WHERE matter_id = $matter_id ORDER BY seq DESC LIMIT 1
