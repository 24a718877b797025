-- The touched keys of one slice.
CREATE OR REPLACE TEMP TABLE due AS
FROM touched
WHERE indicator_id BETWEEN $first_id AND $last_id
