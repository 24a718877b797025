"""Comparators, pace and status: the same rules for targets and boxes."""
