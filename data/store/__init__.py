"""The database: open, build, check, query."""
