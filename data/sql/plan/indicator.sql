INSERT INTO plan.indicator BY NAME FROM rows
