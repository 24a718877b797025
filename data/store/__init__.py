"""The database file: open, migrate, build, check, back up, query, keep results."""
