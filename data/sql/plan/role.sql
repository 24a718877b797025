INSERT INTO plan.role BY NAME FROM rows
