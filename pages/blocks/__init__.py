"""Pieces that several pages use: charts, tables, statuses, values."""
