INSERT INTO lake.{schema}.{table} BY NAME FROM batch
