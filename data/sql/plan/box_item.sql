INSERT INTO plan.box_item BY NAME FROM rows
