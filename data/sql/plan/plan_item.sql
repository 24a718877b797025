INSERT INTO plan.plan_item BY NAME FROM rows
