INSERT INTO plan.forecast_coverage BY NAME FROM rows
