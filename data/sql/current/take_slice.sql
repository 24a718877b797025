-- The touched keys of one slice.
CREATE OR REPLACE TEMP TABLE due AS
FROM touched
WHERE area_id BETWEEN $first_id AND $last_id AND indicator_id IS NOT NULL
