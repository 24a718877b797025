INSERT INTO plan.group_member BY NAME FROM rows
