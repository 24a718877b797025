"""Everything that figures are read from and stored in: files, names, database, records."""
