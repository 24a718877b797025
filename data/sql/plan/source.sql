INSERT INTO plan.source BY NAME FROM rows
