SET VARIABLE seen = $area_ids::VARCHAR[]
