INSERT INTO plan.baseline_change BY NAME FROM rows
