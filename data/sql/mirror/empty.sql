CREATE OR REPLACE TABLE facts.{table} AS FROM facts.{table} LIMIT 0
