"""One statistics file in: lay out, resolve names and units, check, commit."""
