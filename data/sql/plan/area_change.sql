INSERT INTO plan.area_change BY NAME FROM rows
