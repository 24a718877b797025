INSERT INTO plan.series_question BY NAME FROM rows
