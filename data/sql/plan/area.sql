INSERT INTO plan.area BY NAME FROM rows
