SET VARIABLE own = $area_ids::VARCHAR[]
