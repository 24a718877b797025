INSERT INTO plan.industry BY NAME FROM rows
