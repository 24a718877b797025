INSERT INTO plan.unit BY NAME FROM rows
