INSERT INTO plan.baseline BY NAME FROM rows
