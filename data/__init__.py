"""Plan tables, statistics and the store that holds both."""
