"""Targets, readings, pace and status: pure functions on frames."""
