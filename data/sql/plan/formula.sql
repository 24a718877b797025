INSERT INTO plan.formula BY NAME FROM rows
