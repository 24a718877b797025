INSERT INTO plan.target_measure BY NAME FROM rows
