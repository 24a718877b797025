"""The data package: all facts, plan tables and series as files that need no program of ours."""
