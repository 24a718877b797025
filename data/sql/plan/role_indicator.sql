INSERT INTO plan.role_indicator BY NAME FROM rows
