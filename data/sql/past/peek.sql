FROM {schema}.{table} LIMIT 0
