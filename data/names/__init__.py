"""Turns text into areas, indicators, units, numbers and periods; guesses nothing."""
