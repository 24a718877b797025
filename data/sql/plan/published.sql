INSERT INTO plan.published BY NAME FROM rows
