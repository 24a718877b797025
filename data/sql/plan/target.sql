INSERT INTO plan.target BY NAME FROM rows
