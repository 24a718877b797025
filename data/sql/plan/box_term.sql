INSERT INTO plan.box_term BY NAME FROM rows
