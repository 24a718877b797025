-- One row: whether it is known which areas a file speaks of, and that a person sent it.
SELECT
    EXISTS (FROM facts.file_area WHERE sha256 = $sha256) AS has_areas,
    EXISTS (FROM facts.file_sender WHERE sha256 = $sha256 AND person_id = $person_id) AS has_sender
