INSERT INTO plan.county_role BY NAME FROM rows
