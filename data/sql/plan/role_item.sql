INSERT INTO plan.role_item BY NAME FROM rows
