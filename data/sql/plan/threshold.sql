INSERT INTO plan.threshold BY NAME FROM rows
