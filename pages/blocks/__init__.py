"""What pages are made of: charts, tables, statuses, values."""
