INSERT INTO plan.clause BY NAME FROM rows
