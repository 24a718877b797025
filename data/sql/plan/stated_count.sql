INSERT INTO plan.stated_count BY NAME FROM rows
