"""Comparators, pace and status: one for targets and boxes."""
