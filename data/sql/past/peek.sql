FROM plan.{table} LIMIT 0
