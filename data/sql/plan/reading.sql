INSERT INTO plan.reading BY NAME FROM rows
