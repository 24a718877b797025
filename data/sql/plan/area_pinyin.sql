INSERT INTO plan.area_pinyin BY NAME FROM rows
