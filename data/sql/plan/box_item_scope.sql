INSERT INTO plan.box_item_scope BY NAME FROM rows
