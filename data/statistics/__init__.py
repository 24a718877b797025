"""Reads one statistics file: layout, names and units, checks, preview, commit."""
