INSERT INTO plan.area_alias BY NAME FROM rows
