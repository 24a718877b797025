INSERT INTO plan.due_date BY NAME FROM rows
