INSERT INTO plan.warning_rule BY NAME FROM rows
