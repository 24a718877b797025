INSERT INTO plan.series_break BY NAME FROM rows
