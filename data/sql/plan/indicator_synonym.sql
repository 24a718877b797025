INSERT INTO plan.indicator_synonym BY NAME FROM rows
