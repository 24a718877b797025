-- The areas whose figures may stand anywhere in a file that was sent, also where nobody read it: one
-- row each; the region always, and NULL where any area may. A file that was kept before has none.

CREATE TABLE facts.file_area (sha256 VARCHAR, area_id VARCHAR);
